CREATE TABLE "edition" (
	"pool_id" uuid NOT NULL,
	"release_id" uuid NOT NULL,
	"name" text NOT NULL,
	"use" jsonb,
	"rows" integer,
	"manifest_sha256" text,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"built_at" timestamp with time zone,
	"scrubbed_seq" bigint DEFAULT 0 NOT NULL,
	"swept_at" timestamp with time zone,
	CONSTRAINT "edition_pool_id_release_id_name_pk" PRIMARY KEY("pool_id","release_id","name")
);
--> statement-breakpoint
CREATE TABLE "part" (
	"pool_id" uuid NOT NULL,
	"release_id" uuid NOT NULL,
	"edition" text NOT NULL,
	"path" text NOT NULL,
	"kind" text NOT NULL,
	"sha256" text NOT NULL,
	"bytes" bigint NOT NULL,
	"rows" integer NOT NULL,
	CONSTRAINT "part_pool_id_release_id_edition_path_pk" PRIMARY KEY("pool_id","release_id","edition","path")
);
--> statement-breakpoint
CREATE TABLE "change" (
	"pool_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"kind" text NOT NULL,
	"release_id" uuid,
	"row_id" text,
	"action" text,
	"reason" text,
	"consent_id" uuid,
	"effective_at" timestamp with time zone NOT NULL,
	"delete_by" timestamp with time zone,
	CONSTRAINT "change_pool_id_seq_pk" PRIMARY KEY("pool_id","seq"),
	CONSTRAINT "change_shape" CHECK ((kind = 'release') = (release_id is not null) and (kind = 'tombstone') = (row_id is not null))
);
--> statement-breakpoint
CREATE TABLE "release_consent" (
	"pool_id" uuid NOT NULL,
	"release_id" uuid NOT NULL,
	"consent_id" uuid NOT NULL,
	"body_hash" text NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "release_consent_pool_id_release_id_consent_id_pk" PRIMARY KEY("pool_id","release_id","consent_id")
);
--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "numbered_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "form" text DEFAULT 'jsonl' NOT NULL;--> statement-breakpoint
ALTER TABLE "api_key" ADD COLUMN "license_id" text;--> statement-breakpoint
ALTER TABLE "release" ADD COLUMN "quality" jsonb;--> statement-breakpoint
ALTER TABLE "release" ADD COLUMN "withdrawn_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "release" ADD COLUMN "delete_by" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "release" ADD COLUMN "republished_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "edition_waiting" ON "edition" USING btree ("asked_at") WHERE built_at is null;--> statement-breakpoint
CREATE INDEX "part_blob" ON "part" USING btree ("sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "change_release" ON "change" USING btree ("pool_id","release_id") WHERE kind = 'release';--> statement-breakpoint
CREATE UNIQUE INDEX "change_tombstone" ON "change" USING btree ("pool_id","consent_id","row_id") WHERE kind = 'tombstone';--> statement-breakpoint
CREATE INDEX "release_consent_of" ON "release_consent" USING btree ("pool_id","consent_id");--> statement-breakpoint
CREATE INDEX "outbox_unnumbered" ON "outbox" USING btree ("id") WHERE numbered_at is null and topic in ('release.published', 'consent.revoked');