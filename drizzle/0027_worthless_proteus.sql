CREATE TABLE "gold_void" (
	"pool_id" uuid NOT NULL,
	"assignment_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "gold_void_pool_id_assignment_id_pk" PRIMARY KEY("pool_id","assignment_id")
);
--> statement-breakpoint
ALTER TABLE "campaign" ADD COLUMN "appeal_seconds" integer DEFAULT 259200 NOT NULL;