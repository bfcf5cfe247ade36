CREATE TABLE "pool_terms" (
	"pool_id" uuid NOT NULL,
	"transaction" text NOT NULL,
	"log_index" integer NOT NULL,
	"block_number" bigint NOT NULL,
	"what" text NOT NULL,
	"treasury" text,
	"treasury_bps" integer,
	"source_bps" integer,
	"available_at" timestamp with time zone,
	CONSTRAINT "pool_terms_pool_id_transaction_log_index_pk" PRIMARY KEY("pool_id","transaction","log_index")
);
--> statement-breakpoint
ALTER TABLE "license" ADD COLUMN "sources" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "offer" ADD COLUMN "treasury_bps" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "offer" ADD COLUMN "source_bps" integer DEFAULT 0 NOT NULL;