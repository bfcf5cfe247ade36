CREATE TABLE "revocation_epoch" (
	"pool_id" uuid NOT NULL,
	"epoch" integer NOT NULL,
	"root" text NOT NULL,
	"count" integer NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"lapses_at" timestamp with time zone NOT NULL,
	"transaction" text NOT NULL,
	"block_number" bigint NOT NULL,
	CONSTRAINT "revocation_epoch_pool_id_epoch_pk" PRIMARY KEY("pool_id","epoch")
);
--> statement-breakpoint
CREATE TABLE "license_ack" (
	"pool_id" uuid NOT NULL,
	"license_id" text NOT NULL,
	"epoch" integer NOT NULL,
	"transaction" text NOT NULL,
	"block_number" bigint NOT NULL,
	CONSTRAINT "license_ack_pool_id_license_id_epoch_pk" PRIMARY KEY("pool_id","license_id","epoch")
);
--> statement-breakpoint
CREATE TABLE "campaign_end" (
	"pool_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"closed_block" bigint NOT NULL,
	"settleable_at" timestamp with time zone NOT NULL,
	"settled_block" bigint,
	"committed" bigint,
	"refundable" bigint,
	"refundable_at" timestamp with time zone,
	CONSTRAINT "campaign_end_pool_id_campaign_id_pk" PRIMARY KEY("pool_id","campaign_id")
);
--> statement-breakpoint
CREATE TABLE "campaign_refund" (
	"pool_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"transaction" text NOT NULL,
	"log_index" integer NOT NULL,
	"block_number" bigint NOT NULL,
	"funder" text NOT NULL,
	"amount" bigint NOT NULL,
	"orphaned_at" timestamp with time zone,
	CONSTRAINT "campaign_refund_pool_id_campaign_id_transaction_log_index_pk" PRIMARY KEY("pool_id","campaign_id","transaction","log_index"),
	CONSTRAINT "refund_once" UNIQUE("transaction","log_index")
);
--> statement-breakpoint
CREATE TABLE "correction" (
	"pool_id" uuid NOT NULL,
	"assignment_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"netted" bigint DEFAULT 0 NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "correction_pool_id_assignment_id_pk" PRIMARY KEY("pool_id","assignment_id"),
	CONSTRAINT "correction_bounds" CHECK (0 <= netted and netted <= amount)
);
--> statement-breakpoint
ALTER TABLE "revocation" ADD COLUMN "batch" text;--> statement-breakpoint
ALTER TABLE "campaign" ADD COLUMN "refund_asked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "verdict" ADD COLUMN "multiplier_ppm" integer DEFAULT 1000000 NOT NULL;--> statement-breakpoint
CREATE INDEX "correction_open" ON "correction" USING btree ("pool_id","person_id") WHERE netted < amount;