CREATE TABLE "clip" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"url" text NOT NULL,
	"host" text NOT NULL,
	"blob" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"evidence" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"item_id" uuid,
	CONSTRAINT "clip_pool_id_id_pk" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
CREATE INDEX "clip_due" ON "clip" USING btree ("due_at") WHERE state = 'asking';--> statement-breakpoint
CREATE INDEX "clip_person" ON "clip" USING btree ("person_id","sent_at");--> statement-breakpoint
CREATE INDEX "clip_host" ON "clip" USING btree ("host");