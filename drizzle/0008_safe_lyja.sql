CREATE TABLE "quarantine" (
	"pool_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"reasons" jsonb NOT NULL,
	"sensitive" boolean NOT NULL,
	"held_at" timestamp with time zone NOT NULL,
	"statement" text,
	"stated_at" timestamp with time zone,
	"decision" text,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"external_id" text,
	CONSTRAINT "quarantine_pool_id_item_id_pk" PRIMARY KEY("pool_id","item_id")
);
--> statement-breakpoint
ALTER TABLE "task" ADD COLUMN "aside_as" text;--> statement-breakpoint
CREATE INDEX "quarantine_undecided" ON "quarantine" USING btree ("sensitive","held_at") WHERE decision is null;--> statement-breakpoint
CREATE INDEX "item_blob" ON "item" USING btree ("blob") WHERE blob is not null;--> statement-breakpoint
CREATE INDEX "task_aside" ON "task" USING btree ("pool_id","campaign_id") WHERE aside_as is not null;--> statement-breakpoint
CREATE INDEX "task_of_item" ON "task" USING btree ("pool_id","item_id");