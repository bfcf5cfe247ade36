ALTER TABLE "change" DROP CONSTRAINT "change_shape";--> statement-breakpoint
DROP INDEX "outbox_unnumbered";--> statement-breakpoint
ALTER TABLE "change" ADD COLUMN "event_id" bigint;--> statement-breakpoint
ALTER TABLE "change" ADD COLUMN "was" text;--> statement-breakpoint
ALTER TABLE "change" ADD COLUMN "corrected" text;--> statement-breakpoint
ALTER TABLE "release" ADD COLUMN "errata_seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "verdict" ADD COLUMN "reversed_at" timestamp with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "change_erratum" ON "change" USING btree ("pool_id","event_id","row_id") WHERE kind = 'erratum';--> statement-breakpoint
CREATE INDEX "outbox_unnumbered" ON "outbox" USING btree ("id") WHERE numbered_at is null and topic in ('release.published', 'consent.revoked', 'results.corrected');--> statement-breakpoint
ALTER TABLE "change" ADD CONSTRAINT "change_shape" CHECK ((kind = 'release') = (release_id is not null) and (kind <> 'release') = (row_id is not null));