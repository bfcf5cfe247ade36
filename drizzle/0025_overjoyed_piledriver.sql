CREATE TABLE "seed" (
	"pool_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"campaign_id" uuid NOT NULL,
	"url" text NOT NULL,
	"host" text NOT NULL,
	"root_id" uuid NOT NULL,
	"depth" integer DEFAULT 0 NOT NULL,
	"tags" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"kind" text,
	"etag" text,
	"last_modified" text,
	"read_at" timestamp with time zone,
	"next_at" timestamp with time zone,
	"every_seconds" integer NOT NULL,
	"faults" integer DEFAULT 0 NOT NULL,
	"fault" text,
	"detail" text,
	"found" integer DEFAULT 0 NOT NULL,
	"refused" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"whole" boolean DEFAULT true NOT NULL,
	CONSTRAINT "seed_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "seed_once" UNIQUE("pool_id","campaign_id","url")
);
--> statement-breakpoint
ALTER TABLE "frontier_url" ADD COLUMN "seed_id" uuid;--> statement-breakpoint
CREATE INDEX "seed_root" ON "seed" USING btree ("pool_id","root_id");--> statement-breakpoint
CREATE INDEX "seed_due" ON "seed" USING btree ("next_at") WHERE next_at is not null;--> statement-breakpoint
CREATE INDEX "frontier_url_seed" ON "frontier_url" USING btree ("pool_id","seed_id") WHERE seed_id is not null;