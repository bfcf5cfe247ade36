ALTER TABLE "item" DROP CONSTRAINT "item_content";--> statement-breakpoint
ALTER TABLE "contribution" ADD COLUMN "unchanged" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "contribution" ADD COLUMN "etag" text;--> statement-breakpoint
ALTER TABLE "contribution" ADD COLUMN "last_modified" text;--> statement-breakpoint
ALTER TABLE "lease" ADD COLUMN "known" uuid;--> statement-breakpoint
ALTER TABLE "lease" ADD COLUMN "etag" text;--> statement-breakpoint
ALTER TABLE "lease" ADD COLUMN "last_modified" text;--> statement-breakpoint
ALTER TABLE "lease" ADD COLUMN "unchanged_pay" bigint;--> statement-breakpoint
ALTER TABLE "lease" ADD COLUMN "unchanged" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "collection" ADD COLUMN "refresh_seconds" integer;--> statement-breakpoint
ALTER TABLE "frontier_url" ADD COLUMN "modified_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "frontier_url" ADD COLUMN "seen_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "item" ADD COLUMN "superseded_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "frontier_url_seen" ON "frontier_url" USING btree ("pool_id","campaign_id","seen_at") WHERE state = 'done';--> statement-breakpoint
CREATE UNIQUE INDEX "item_content" ON "item" USING btree ("pool_id","sha256") WHERE superseded_at is null;