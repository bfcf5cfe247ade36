ALTER TABLE "campaign" ADD COLUMN "task_type" text DEFAULT 'single' NOT NULL;--> statement-breakpoint
ALTER TABLE "campaign" ADD COLUMN "schema" jsonb DEFAULT '{}'::jsonb NOT NULL;