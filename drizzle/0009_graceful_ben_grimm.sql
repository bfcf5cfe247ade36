CREATE TABLE "quote" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"pool_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"offer_id" text NOT NULL,
	"licensee" text NOT NULL,
	"kept" boolean DEFAULT false NOT NULL,
	"order_number" text,
	"reference" text NOT NULL,
	"price" bigint NOT NULL,
	"terms_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"transaction" text,
	"submitted_at" timestamp with time zone,
	CONSTRAINT "quote_transaction" UNIQUE("transaction")
);
--> statement-breakpoint
CREATE TABLE "keyed_request" (
	"person_id" uuid NOT NULL,
	"key" text NOT NULL,
	"sha256" text NOT NULL,
	"for_ever" boolean DEFAULT false NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"held_until" timestamp with time zone,
	"status" integer,
	"answer" text,
	"headers" jsonb,
	CONSTRAINT "keyed_request_person_id_key_pk" PRIMARY KEY("person_id","key")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "quote_order" ON "quote" USING btree ("person_id","order_number") WHERE order_number is not null;--> statement-breakpoint
CREATE INDEX "quote_kept" ON "quote" USING btree ("person_id") WHERE kept;--> statement-breakpoint
CREATE INDEX "keyed_request_old" ON "keyed_request" USING btree ("at") WHERE not for_ever;