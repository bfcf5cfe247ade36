CREATE TABLE "kept_ack" (
	"pool_id" uuid NOT NULL,
	"license_id" text NOT NULL,
	"epoch" integer NOT NULL,
	"deadline" bigint NOT NULL,
	"signature" text NOT NULL,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "kept_ack_pool_id_license_id_epoch_pk" PRIMARY KEY("pool_id","license_id","epoch")
);
