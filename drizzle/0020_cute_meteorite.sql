CREATE TABLE "take_down" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"scope" text NOT NULL,
	"host" text NOT NULL,
	"urls" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"asks" text NOT NULL,
	"contact" text NOT NULL,
	"statement" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"decision" text,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"answer" text,
	"purged" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "release_source" (
	"pool_id" uuid NOT NULL,
	"release_id" uuid NOT NULL,
	"host" text NOT NULL,
	"weight_ppm" bigint NOT NULL,
	"rows" integer NOT NULL,
	CONSTRAINT "release_source_pool_id_release_id_host_pk" PRIMARY KEY("pool_id","release_id","host")
);
--> statement-breakpoint
CREATE TABLE "source_share" (
	"pool_id" uuid NOT NULL,
	"license_id" text NOT NULL,
	"host" text NOT NULL,
	"release_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"reserved_at" timestamp with time zone DEFAULT now() NOT NULL,
	"released_epoch" integer,
	CONSTRAINT "source_share_pool_id_license_id_host_pk" PRIMARY KEY("pool_id","license_id","host")
);
--> statement-breakpoint
DROP INDEX "outbox_unnumbered";--> statement-breakpoint
ALTER TABLE "change" ADD COLUMN "take_down_id" uuid;--> statement-breakpoint
CREATE INDEX "take_down_open" ON "take_down" USING btree ("asked_at") WHERE decision is null;--> statement-breakpoint
CREATE INDEX "take_down_host" ON "take_down" USING btree ("host");--> statement-breakpoint
CREATE INDEX "source_share_waiting" ON "source_share" USING btree ("reserved_at") WHERE released_epoch is null;--> statement-breakpoint
CREATE INDEX "source_share_host" ON "source_share" USING btree ("host");--> statement-breakpoint
CREATE UNIQUE INDEX "change_taken_down" ON "change" USING btree ("pool_id","take_down_id","row_id") WHERE kind = 'tombstone';--> statement-breakpoint
CREATE INDEX "outbox_unnumbered" ON "outbox" USING btree ("id") WHERE numbered_at is null and topic in ('release.published', 'consent.revoked', 'results.corrected', 'source.taken-down');