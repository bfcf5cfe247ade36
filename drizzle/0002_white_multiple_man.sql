ALTER TABLE "gold" ADD COLUMN "since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "refit" ADD COLUMN "inputs" "bytea";--> statement-breakpoint
ALTER TABLE "refit" ADD COLUMN "reliabilities" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "refit" ADD COLUMN "screened" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "refit" ADD COLUMN "collapsed" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "refit" ADD COLUMN "audit_items" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "refit" ADD COLUMN "audit_errors" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "item" ADD COLUMN "strata" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "standing" ADD COLUMN "multiplier_ppm" integer DEFAULT 1000000 NOT NULL;--> statement-breakpoint
ALTER TABLE "standing" ADD COLUMN "reviewer" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "standing" ADD COLUMN "capped" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "task" ADD COLUMN "gold_class" text;--> statement-breakpoint
ALTER TABLE "task" ADD COLUMN "audit" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "task" ADD COLUMN "closed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "task" ADD COLUMN "closed_as" text;--> statement-breakpoint
ALTER TABLE "task" ADD COLUMN "escalated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "campaign" ADD COLUMN "overlap_min" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "campaign" ADD COLUMN "target_confidence_ppm" integer;--> statement-breakpoint
ALTER TABLE "campaign" ADD COLUMN "audit_ppm" integer DEFAULT 20000 NOT NULL;--> statement-breakpoint
ALTER TABLE "campaign" ADD COLUMN "min_raised" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "campaign" ADD COLUMN "review_slots" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "campaign" ADD COLUMN "quotas" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "campaign" ADD COLUMN "coin_seed" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
CREATE INDEX "task_undecided" ON "task" USING btree ("pool_id","campaign_id") WHERE slots > 0 and open_slots = 0 and closed_at is null;--> statement-breakpoint
CREATE INDEX "person_cluster" ON "person" USING btree ("cluster_id");