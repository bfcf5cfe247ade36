CREATE TABLE "appeal" (
	"pool_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"window_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"note" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"decided_by" text,
	"opened_at" timestamp with time zone NOT NULL,
	"decide_by" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	CONSTRAINT "appeal_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "appeal_window" UNIQUE("pool_id","window_id")
);
--> statement-breakpoint
CREATE TABLE "panelist" (
	"pool_id" uuid NOT NULL,
	"appeal_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"drawn_at" timestamp with time zone NOT NULL,
	"answers" jsonb,
	"voted_at" timestamp with time zone,
	CONSTRAINT "panelist_pool_id_appeal_id_person_id_pk" PRIMARY KEY("pool_id","appeal_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "bad_account" (
	"pool_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"evidence" jsonb NOT NULL,
	"decided_by" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "bad_account_pool_id_person_id_pk" PRIMARY KEY("pool_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "answer_check" (
	"pool_id" uuid NOT NULL,
	"assignment_id" uuid NOT NULL,
	"window_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"gold" boolean NOT NULL,
	"passed" boolean NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"voided_at" timestamp with time zone,
	CONSTRAINT "answer_check_pool_id_assignment_id_pk" PRIMARY KEY("pool_id","assignment_id")
);
--> statement-breakpoint
CREATE TABLE "pay_window" (
	"pool_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"campaign_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"decided_by" text,
	"reason_code" text,
	"evidence" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"stake" bigint DEFAULT 0 NOT NULL,
	"locked" bigint DEFAULT 0 NOT NULL,
	"joined" uuid,
	"opened_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	"appeal_until" timestamp with time zone,
	CONSTRAINT "pay_window_pool_id_id_pk" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
CREATE TABLE "slash" (
	"pool_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"window_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"amount" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "slash_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "slash_once" UNIQUE("pool_id","window_id","person_id","kind")
);
--> statement-breakpoint
CREATE TABLE "vesting" (
	"pool_id" uuid NOT NULL,
	"assignment_id" uuid NOT NULL,
	"window_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"pay" bigint NOT NULL,
	"held" boolean DEFAULT false NOT NULL,
	CONSTRAINT "vesting_pool_id_assignment_id_pk" PRIMARY KEY("pool_id","assignment_id")
);
--> statement-breakpoint
ALTER TABLE "gold" ADD COLUMN "suspended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "assignment" ADD COLUMN "multiplier_ppm" integer DEFAULT 1000000 NOT NULL;--> statement-breakpoint
ALTER TABLE "campaign" ADD COLUMN "window_checks" integer;--> statement-breakpoint
ALTER TABLE "campaign" ADD COLUMN "window_fail_at" integer;--> statement-breakpoint
CREATE INDEX "appeal_person" ON "appeal" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "appeal_open" ON "appeal" USING btree ("decide_by") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "panelist_waiting" ON "panelist" USING btree ("person_id") WHERE voted_at is null;--> statement-breakpoint
CREATE INDEX "answer_check_window" ON "answer_check" USING btree ("pool_id","window_id","at");--> statement-breakpoint
CREATE INDEX "answer_check_person" ON "answer_check" USING btree ("pool_id","person_id");--> statement-breakpoint
CREATE INDEX "answer_check_task" ON "answer_check" USING btree ("pool_id","task_id");--> statement-breakpoint
CREATE UNIQUE INDEX "pay_window_open" ON "pay_window" USING btree ("pool_id","campaign_id","person_id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "pay_window_person" ON "pay_window" USING btree ("pool_id","person_id","state");--> statement-breakpoint
CREATE INDEX "pay_window_campaign" ON "pay_window" USING btree ("pool_id","campaign_id","state");--> statement-breakpoint
CREATE INDEX "pay_window_due" ON "pay_window" USING btree ("appeal_until") WHERE state = 'failed';--> statement-breakpoint
CREATE INDEX "slash_person" ON "slash" USING btree ("pool_id","person_id","at");--> statement-breakpoint
CREATE INDEX "vesting_window" ON "vesting" USING btree ("pool_id","window_id");--> statement-breakpoint
CREATE INDEX "vesting_campaign" ON "vesting" USING btree ("pool_id","campaign_id","person_id");