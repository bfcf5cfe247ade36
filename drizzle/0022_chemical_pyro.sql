CREATE TABLE "preparation" (
	"pool_id" uuid NOT NULL,
	"collection_id" uuid NOT NULL,
	"recipe" jsonb NOT NULL,
	"sha256" text NOT NULL,
	CONSTRAINT "preparation_pool_id_collection_id_pk" PRIMARY KEY("pool_id","collection_id")
);
--> statement-breakpoint
CREATE TABLE "preparation_rule" (
	"pool_id" uuid NOT NULL,
	"collection_id" uuid NOT NULL,
	"rule" text NOT NULL,
	"came" integer NOT NULL,
	"changed" integer NOT NULL,
	"dropped" integer NOT NULL,
	CONSTRAINT "preparation_rule_pool_id_collection_id_rule_pk" PRIMARY KEY("pool_id","collection_id","rule")
);
--> statement-breakpoint
CREATE TABLE "campaign_feed" (
	"pool_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"collection_id" uuid NOT NULL,
	"missing" text DEFAULT '' NOT NULL,
	CONSTRAINT "campaign_feed_pool_id_campaign_id_collection_id_missing_pk" PRIMARY KEY("pool_id","campaign_id","collection_id","missing")
);
--> statement-breakpoint
CREATE INDEX "campaign_feed_of" ON "campaign_feed" USING btree ("pool_id","collection_id");--> statement-breakpoint
CREATE INDEX "item_collection" ON "item" USING btree ("pool_id",(provenance->>'collection')) WHERE provenance ? 'collection';