CREATE TABLE "person_link" (
	"first" uuid NOT NULL,
	"second" uuid NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "person_link_first_second_kind_pk" PRIMARY KEY("first","second","kind")
);
--> statement-breakpoint
CREATE INDEX "person_link_second" ON "person_link" USING btree ("second");