CREATE TABLE "suggestion" (
	"pool_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"task_id" uuid NOT NULL,
	"value" text NOT NULL,
	"model" text NOT NULL,
	"version" text NOT NULL,
	"confidence_ppm" integer,
	"source" text NOT NULL,
	"person_id" uuid,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "suggestion_pool_id_id_pk" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
ALTER TABLE "assignment" ADD COLUMN "suggestion_id" uuid;--> statement-breakpoint
CREATE UNIQUE INDEX "suggestion_task" ON "suggestion" USING btree ("pool_id","task_id") WHERE source <> 'browser';