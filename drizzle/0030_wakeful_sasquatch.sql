ALTER TABLE "lease" ADD COLUMN "turns" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "lease" ADD COLUMN "turns_asked" integer DEFAULT 0 NOT NULL;