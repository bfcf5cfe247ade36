CREATE TABLE "canary" (
	"pool_id" uuid NOT NULL,
	"lease_id" uuid NOT NULL,
	"url" text NOT NULL,
	"seed" text NOT NULL,
	"asked_at" timestamp with time zone,
	"agent" text,
	CONSTRAINT "canary_pool_id_lease_id_pk" PRIMARY KEY("pool_id","lease_id"),
	CONSTRAINT "canary_url_unique" UNIQUE("url")
);
--> statement-breakpoint
CREATE TABLE "canary_host" (
	"name" text PRIMARY KEY NOT NULL,
	"origin" text NOT NULL,
	"share_ppm" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "contribution" ADD COLUMN "canary" boolean DEFAULT false NOT NULL;