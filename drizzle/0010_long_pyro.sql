CREATE TABLE "license_terms" (
	"pool_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"text" text NOT NULL,
	"document" text NOT NULL,
	"price" bigint NOT NULL,
	"duration_seconds" bigint NOT NULL,
	"purpose_mask" integer NOT NULL,
	"licensee_class" integer NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "license_terms_pool_id_hash_pk" PRIMARY KEY("pool_id","hash")
);
