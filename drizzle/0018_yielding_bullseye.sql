CREATE TABLE "erasure_ack" (
	"pool_id" uuid NOT NULL,
	"license_id" text NOT NULL,
	"through" bigint NOT NULL,
	"receipt" text NOT NULL,
	"signer" text NOT NULL,
	"signature" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "erasure_ack_pool_id_license_id_through_pk" PRIMARY KEY("pool_id","license_id","through")
);
