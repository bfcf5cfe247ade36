CREATE TABLE "audit_line" (
	"person_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"action" text NOT NULL,
	"detail" jsonb NOT NULL,
	"previous" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_line_person_id_seq_pk" PRIMARY KEY("person_id","seq")
);
--> statement-breakpoint
CREATE TABLE "webhook_cursor" (
	"pool_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	CONSTRAINT "webhook_cursor_pool_id_pk" PRIMARY KEY("pool_id")
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoint" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"person_id" uuid NOT NULL,
	"url" text NOT NULL,
	"events" text[] NOT NULL,
	"key_version" integer DEFAULT 1 NOT NULL,
	"previous_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"disabled_at" timestamp with time zone,
	"disabled_reason" text,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "webhook_message" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"pool_id" uuid NOT NULL,
	"type" text NOT NULL,
	"seq" bigint NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp with time zone,
	"delivered_at" timestamp with time zone,
	"last_status" integer,
	"last_error" text,
	CONSTRAINT "webhook_message_once" UNIQUE("endpoint_id","pool_id","seq","type")
);
--> statement-breakpoint
CREATE INDEX "webhook_endpoint_person" ON "webhook_endpoint" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "webhook_message_due" ON "webhook_message" USING btree ("next_at") WHERE next_at is not null;