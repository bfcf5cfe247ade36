CREATE TABLE "contribution" (
	"pool_id" uuid NOT NULL,
	"lease_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"url_id" uuid NOT NULL,
	"url" text NOT NULL,
	"pay" bigint NOT NULL,
	"blob" text NOT NULL,
	"sha256" text NOT NULL,
	"simhash" bigint NOT NULL,
	"minhash" "bytea" NOT NULL,
	"observed_at" timestamp with time zone NOT NULL,
	"revealed_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"check_rate_ppm" integer NOT NULL,
	"repeats" uuid,
	"reason" text,
	"pay_state" text NOT NULL,
	"source_rights" jsonb NOT NULL,
	"item_id" uuid,
	CONSTRAINT "contribution_pool_id_lease_id_pk" PRIMARY KEY("pool_id","lease_id")
);
--> statement-breakpoint
CREATE TABLE "contribution_band" (
	"pool_id" uuid NOT NULL,
	"band" text NOT NULL,
	"lease_id" uuid NOT NULL,
	CONSTRAINT "contribution_band_pool_id_band_pk" PRIMARY KEY("pool_id","band")
);
--> statement-breakpoint
CREATE TABLE "lease" (
	"pool_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"campaign_id" uuid NOT NULL,
	"url_id" uuid NOT NULL,
	"url" text NOT NULL,
	"hosts" jsonb NOT NULL,
	"node_id" uuid NOT NULL,
	"node_key" text NOT NULL,
	"person_id" uuid NOT NULL,
	"network" text NOT NULL,
	"request_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"of_lease" uuid,
	"pay" bigint NOT NULL,
	"delay_seconds" integer NOT NULL,
	"max_bytes" integer NOT NULL,
	"state" text NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"not_before" timestamp with time zone NOT NULL,
	"not_after" timestamp with time zone NOT NULL,
	"commitment" text,
	"committed_at" timestamp with time zone,
	"returned" jsonb,
	CONSTRAINT "lease_pool_id_id_pk" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
CREATE TABLE "lease_pay" (
	"pool_id" uuid NOT NULL,
	"lease_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"state" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"final_at" timestamp with time zone,
	CONSTRAINT "lease_pay_pool_id_lease_id_pk" PRIMARY KEY("pool_id","lease_id")
);
--> statement-breakpoint
CREATE TABLE "look" (
	"pool_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"lease_id" uuid NOT NULL,
	"url" text NOT NULL,
	"by" text NOT NULL,
	"not_cluster" uuid NOT NULL,
	"not_network" text NOT NULL,
	"witness_lease" uuid,
	"inquest" boolean DEFAULT false NOT NULL,
	"sha256" text,
	"minhash" "bytea",
	"asked_at" timestamp with time zone NOT NULL,
	"at" timestamp with time zone,
	CONSTRAINT "look_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "look_witness" UNIQUE("pool_id","witness_lease")
);
--> statement-breakpoint
CREATE TABLE "collection" (
	"pool_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"hosts" jsonb NOT NULL,
	"any_public_site" boolean DEFAULT false NOT NULL,
	"tags" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"source_share_ppm" integer DEFAULT 300000 NOT NULL,
	"max_bytes" integer DEFAULT 2000000 NOT NULL,
	"leases_given" integer DEFAULT 0 NOT NULL,
	"newcomers_given" integer DEFAULT 0 NOT NULL,
	"opened_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "collection_pool_id_campaign_id_pk" PRIMARY KEY("pool_id","campaign_id")
);
--> statement-breakpoint
CREATE TABLE "frontier_url" (
	"pool_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"campaign_id" uuid NOT NULL,
	"url" text NOT NULL,
	"host" text NOT NULL,
	"found_by" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "frontier_url_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "frontier_url_once" UNIQUE("pool_id","url")
);
--> statement-breakpoint
CREATE TABLE "host" (
	"name" text PRIMARY KEY NOT NULL,
	"delay_seconds" integer DEFAULT 5 NOT NULL,
	"next_at" timestamp with time zone DEFAULT now() NOT NULL,
	"refusals" integer DEFAULT 0 NOT NULL,
	"taken_down_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "audit_period" (
	"starts_at" timestamp with time zone PRIMARY KEY NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"seed" text NOT NULL,
	"commitment" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "network_cool_off" (
	"network" text PRIMARY KEY NOT NULL,
	"dismissals" integer NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "node" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"person_id" uuid NOT NULL,
	"public_key" text NOT NULL,
	"name" text NOT NULL,
	"client" text NOT NULL,
	"paired_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "node_public_key_unique" UNIQUE("public_key")
);
--> statement-breakpoint
CREATE TABLE "node_code" (
	"hash" text PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_by" text
);
--> statement-breakpoint
CREATE TABLE "node_standing" (
	"pool_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"in_row" integer DEFAULT 0 NOT NULL,
	"passed" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"suspicion" integer DEFAULT 0 NOT NULL,
	"was_trusted" boolean DEFAULT false NOT NULL,
	"dismissed" boolean DEFAULT false NOT NULL,
	CONSTRAINT "node_standing_pool_id_person_id_pk" PRIMARY KEY("pool_id","person_id")
);
--> statement-breakpoint
CREATE INDEX "contribution_person" ON "contribution" USING btree ("pool_id","person_id","revealed_at");--> statement-breakpoint
CREATE INDEX "contribution_url" ON "contribution" USING btree ("pool_id","url");--> statement-breakpoint
CREATE INDEX "lease_id" ON "lease" USING btree ("id");--> statement-breakpoint
CREATE INDEX "lease_request" ON "lease" USING btree ("node_id","request_id");--> statement-breakpoint
CREATE INDEX "lease_open" ON "lease" USING btree ("person_id") WHERE state in ('leased', 'committed');--> statement-breakpoint
CREATE INDEX "lease_due" ON "lease" USING btree ("not_after") WHERE state in ('leased', 'committed');--> statement-breakpoint
CREATE INDEX "lease_pay_person" ON "lease_pay" USING btree ("pool_id","person_id","since");--> statement-breakpoint
CREATE INDEX "lease_pay_final" ON "lease_pay" USING btree ("pool_id","final_at") WHERE state = 'final';--> statement-breakpoint
CREATE INDEX "look_of" ON "look" USING btree ("pool_id","lease_id");--> statement-breakpoint
CREATE INDEX "look_wanted" ON "look" USING btree ("by","asked_at") WHERE at is null;--> statement-breakpoint
CREATE INDEX "frontier_url_queued" ON "frontier_url" USING btree ("host","id") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "host_next" ON "host" USING btree ("next_at");--> statement-breakpoint
CREATE INDEX "node_person" ON "node" USING btree ("person_id");