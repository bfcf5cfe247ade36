CREATE TABLE "chain_block" (
	"genesis_hash" text NOT NULL,
	"number" bigint NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "chain_block_genesis_hash_number_pk" PRIMARY KEY("genesis_hash","number")
);
--> statement-breakpoint
CREATE TABLE "chain_deployment" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "chain_deployment_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"chain_id" bigint NOT NULL,
	"genesis_hash" text NOT NULL,
	"deployment" jsonb NOT NULL,
	"deployed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "chain_deployment_genesis_hash_unique" UNIQUE("genesis_hash")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"pool_id" uuid,
	"topic" text NOT NULL,
	"payload" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"attempts" bigint DEFAULT 0 NOT NULL,
	"last_error" text,
	"retry_at" timestamp with time zone,
	"handled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "gold" (
	"pool_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"answer" text NOT NULL,
	CONSTRAINT "gold_pool_id_task_id_pk" PRIMARY KEY("pool_id","task_id")
);
--> statement-breakpoint
CREATE TABLE "refit" (
	"pool_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"campaign_id" uuid NOT NULL,
	"method" text NOT NULL,
	"version" text NOT NULL,
	"iterations" integer NOT NULL,
	"annotations" integer NOT NULL,
	"input_sha256" text NOT NULL,
	"alpha_ppm" integer,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "refit_pool_id_id_pk" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
CREATE TABLE "result" (
	"pool_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"round" integer NOT NULL,
	"campaign_id" uuid NOT NULL,
	"refit_id" uuid NOT NULL,
	"value" text NOT NULL,
	"confidence_ppm" integer NOT NULL,
	"posterior_ppm" jsonb NOT NULL,
	"votes" jsonb NOT NULL,
	"method" text NOT NULL,
	"version" text NOT NULL,
	"annotations" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "result_pool_id_task_id_round_pk" PRIMARY KEY("pool_id","task_id","round")
);
--> statement-breakpoint
CREATE TABLE "skill" (
	"pool_id" uuid NOT NULL,
	"refit_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"accuracy_ppm" integer NOT NULL,
	"low_ppm" integer NOT NULL,
	"high_ppm" integer NOT NULL,
	"annotations" integer NOT NULL,
	CONSTRAINT "skill_pool_id_refit_id_person_id_pk" PRIMARY KEY("pool_id","refit_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "consent" (
	"pool_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"person_id" uuid NOT NULL,
	"body" jsonb NOT NULL,
	"body_hash" text NOT NULL,
	"signature" text NOT NULL,
	"lock" text NOT NULL,
	"sealed_secret" "bytea",
	"granted_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "consent_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "consent_lock" UNIQUE("lock")
);
--> statement-breakpoint
CREATE TABLE "consent_anchor" (
	"pool_id" uuid NOT NULL,
	"consent_id" uuid NOT NULL,
	"root" text NOT NULL,
	"transaction" text NOT NULL,
	"block_number" bigint NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "consent_anchor_pool_id_consent_id_pk" PRIMARY KEY("pool_id","consent_id")
);
--> statement-breakpoint
CREATE TABLE "consent_key" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"key" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consent_terms" (
	"hash" text PRIMARY KEY NOT NULL,
	"terms" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "revocation" (
	"pool_id" uuid NOT NULL,
	"consent_id" uuid NOT NULL,
	"revoked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"via" text NOT NULL,
	"transaction" text,
	"block_number" bigint,
	CONSTRAINT "revocation_pool_id_consent_id_pk" PRIMARY KEY("pool_id","consent_id")
);
--> statement-breakpoint
CREATE TABLE "delivery" (
	"pool_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"release_id" uuid NOT NULL,
	"license_id" text NOT NULL,
	"person_id" uuid NOT NULL,
	"rows" integer NOT NULL,
	"bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "delivery_pool_id_id_pk" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
CREATE TABLE "item" (
	"pool_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"sha256" text NOT NULL,
	"external_id" text NOT NULL,
	"payload" jsonb,
	"blob" text,
	"provenance" jsonb NOT NULL,
	"giver_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "item_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "item_external_id" UNIQUE("pool_id","external_id"),
	CONSTRAINT "item_content" UNIQUE("pool_id","sha256")
);
--> statement-breakpoint
CREATE TABLE "annotation" (
	"pool_id" uuid NOT NULL,
	"assignment_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"slot" integer NOT NULL,
	"value" text NOT NULL,
	"made_by" text DEFAULT 'human' NOT NULL,
	"elapsed_ms" integer,
	"submitted_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "annotation_pool_id_assignment_id_pk" PRIMARY KEY("pool_id","assignment_id"),
	CONSTRAINT "annotation_slot" UNIQUE("pool_id","task_id","slot"),
	CONSTRAINT "annotation_person" UNIQUE("pool_id","task_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "assignment" (
	"pool_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"campaign_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"slot" integer NOT NULL,
	"state" text NOT NULL,
	"price" bigint NOT NULL,
	"stake" bigint NOT NULL,
	"consent_id" uuid NOT NULL,
	"terms_hash" text NOT NULL,
	"reserved_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "assignment_pool_id_id_pk" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
CREATE TABLE "assignment_list" (
	"pool_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"shuffle" integer NOT NULL,
	CONSTRAINT "assignment_list_pool_id_campaign_id_person_id_task_id_pk" PRIMARY KEY("pool_id","campaign_id","person_id","task_id")
);
--> statement-breakpoint
CREATE TABLE "draft" (
	"pool_id" uuid NOT NULL,
	"assignment_id" uuid NOT NULL,
	"value" jsonb NOT NULL,
	"saved_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "draft_pool_id_assignment_id_pk" PRIMARY KEY("pool_id","assignment_id")
);
--> statement-breakpoint
CREATE TABLE "report" (
	"pool_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"note" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "report_pool_id_task_id_person_id_pk" PRIMARY KEY("pool_id","task_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "standing" (
	"pool_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"answered" integer DEFAULT 0 NOT NULL,
	"last_submit_at" timestamp with time zone,
	"eligible" text DEFAULT 'yes' NOT NULL,
	CONSTRAINT "standing_pool_id_campaign_id_person_id_pk" PRIMARY KEY("pool_id","campaign_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "task" (
	"pool_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"campaign_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"track" text NOT NULL,
	"slots" integer DEFAULT 0 NOT NULL,
	"open_slots" integer DEFAULT 0 NOT NULL,
	"shuffle" integer NOT NULL,
	CONSTRAINT "task_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "task_item" UNIQUE("pool_id","campaign_id","item_id"),
	CONSTRAINT "task_open_slots" CHECK ("task"."open_slots" between 0 and "task"."slots")
);
--> statement-breakpoint
CREATE TABLE "balance" (
	"pool_id" uuid NOT NULL,
	"account" text NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "balance_pool_id_account_pk" PRIMARY KEY("pool_id","account"),
	CONSTRAINT "balance_not_negative" CHECK ("balance"."amount" >= 0)
);
--> statement-breakpoint
CREATE TABLE "transfer" (
	"pool_id" uuid NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "transfer_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"debit" text NOT NULL,
	"credit" text NOT NULL,
	"amount" bigint NOT NULL,
	"reason" text NOT NULL,
	"cause" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "transfer_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "transfer_once" UNIQUE("pool_id","reason","cause"),
	CONSTRAINT "transfer_positive" CHECK ("transfer"."amount" > 0),
	CONSTRAINT "transfer_two_accounts" CHECK ("transfer"."debit" <> "transfer"."credit")
);
--> statement-breakpoint
CREATE TABLE "license" (
	"pool_id" uuid NOT NULL,
	"id" text NOT NULL,
	"offer_id" text NOT NULL,
	"licensee" text NOT NULL,
	"payer" text NOT NULL,
	"price" bigint NOT NULL,
	"treasury" bigint NOT NULL,
	"contributors" bigint NOT NULL,
	"bought_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"release_id" uuid,
	"transaction" text NOT NULL,
	"log_index" integer NOT NULL,
	"block_number" bigint NOT NULL,
	"orphaned_at" timestamp with time zone,
	CONSTRAINT "license_pool_id_id_pk" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
CREATE TABLE "offer" (
	"pool_id" uuid NOT NULL,
	"id" text NOT NULL,
	"price" bigint NOT NULL,
	"duration_seconds" bigint NOT NULL,
	"purpose_mask" integer NOT NULL,
	"licensee_class" integer NOT NULL,
	"terms_hash" text NOT NULL,
	"block_number" bigint NOT NULL,
	"closed_at_block" bigint,
	"orphaned_at" timestamp with time zone,
	CONSTRAINT "offer_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "offer_id" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "api_key" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"person_id" uuid NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_key_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "device" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"person_id" uuid NOT NULL,
	"public_key" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "flag" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"evidence" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp with time zone,
	"automatic" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payout_method" (
	"address" text PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"attached_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"name" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"cluster_id" uuid DEFAULT uuidv7() NOT NULL,
	"suspended_at" timestamp with time zone,
	"suspended_reason" text,
	"closed_at" timestamp with time zone,
	"closed_into" uuid
);
--> statement-breakpoint
CREATE TABLE "role" (
	"person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"granted_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "role_person_id_role_pk" PRIMARY KEY("person_id","role")
);
--> statement-breakpoint
CREATE TABLE "steward_action" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "steward_action_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor" uuid,
	"action" text NOT NULL,
	"detail" jsonb NOT NULL,
	"undoes" bigint,
	CONSTRAINT "steward_action_undoes_unique" UNIQUE("undoes")
);
--> statement-breakpoint
CREATE TABLE "steward_link" (
	"hash" text PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_by" uuid,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "campaign" (
	"pool_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"guidelines" text NOT NULL,
	"labels" jsonb NOT NULL,
	"price" bigint NOT NULL,
	"stake" bigint NOT NULL,
	"overlap" integer NOT NULL,
	"gold_rate_ppm" integer NOT NULL,
	"assignment" text NOT NULL,
	"lease_seconds" integer NOT NULL,
	"hold_seconds" integer,
	"method" text NOT NULL,
	"status" text NOT NULL,
	"committed" bigint DEFAULT 0 NOT NULL,
	"settled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp with time zone,
	CONSTRAINT "campaign_pool_id_id_pk" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
CREATE TABLE "campaign_funding" (
	"pool_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"transaction" text NOT NULL,
	"log_index" integer NOT NULL,
	"block_number" bigint NOT NULL,
	"funder" text NOT NULL,
	"amount" bigint NOT NULL,
	"orphaned_at" timestamp with time zone,
	CONSTRAINT "campaign_funding_pool_id_campaign_id_transaction_log_index_pk" PRIMARY KEY("pool_id","campaign_id","transaction","log_index"),
	CONSTRAINT "funding_once" UNIQUE("transaction","log_index")
);
--> statement-breakpoint
CREATE TABLE "pool" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"requester_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"terms" jsonb NOT NULL,
	"terms_hash" text NOT NULL,
	"treasury_bps" integer DEFAULT 0 NOT NULL,
	"row_split_ppm" jsonb NOT NULL,
	"chain_pool_id" text,
	"closed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"pseudonym_key" "bytea" NOT NULL,
	CONSTRAINT "pool_chain_pool_id_unique" UNIQUE("chain_pool_id")
);
--> statement-breakpoint
CREATE TABLE "release" (
	"pool_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"version" integer NOT NULL,
	"rows" integer NOT NULL,
	"annotations" integer NOT NULL,
	"labelers" integer NOT NULL,
	"rows_sha256" text NOT NULL,
	"manifest_sha256" text NOT NULL,
	"merkle_root" text NOT NULL,
	"bytes" bigint NOT NULL,
	"mean_confidence_ppm" integer NOT NULL,
	"consent_cutoff" timestamp with time zone NOT NULL,
	"published_at" timestamp with time zone DEFAULT now() NOT NULL,
	"transaction" text,
	CONSTRAINT "release_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "release_version" UNIQUE("pool_id","version")
);
--> statement-breakpoint
CREATE TABLE "release_row" (
	"pool_id" uuid NOT NULL,
	"release_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"commitment" text NOT NULL,
	"salt" text NOT NULL,
	CONSTRAINT "release_row_pool_id_release_id_task_id_pk" PRIMARY KEY("pool_id","release_id","task_id")
);
--> statement-breakpoint
CREATE TABLE "release_weight" (
	"pool_id" uuid NOT NULL,
	"release_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"weight_ppm" bigint NOT NULL,
	"rows" integer NOT NULL,
	CONSTRAINT "release_weight_pool_id_release_id_person_id_pk" PRIMARY KEY("pool_id","release_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "carry" (
	"pool_id" uuid NOT NULL,
	"epoch" integer NOT NULL,
	"person_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "carry_pool_id_epoch_person_id_pk" PRIMARY KEY("pool_id","epoch","person_id")
);
--> statement-breakpoint
CREATE TABLE "cash_out" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"person_id" uuid NOT NULL,
	"address" text NOT NULL,
	"amount" bigint NOT NULL,
	"cumulative" bigint NOT NULL,
	"sent_at" timestamp with time zone,
	"requested_at" timestamp with time zone DEFAULT now() NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"transaction" text,
	"error" text,
	CONSTRAINT "cash_out_once" UNIQUE("address","cumulative")
);
--> statement-breakpoint
CREATE TABLE "claim" (
	"transaction" text NOT NULL,
	"log_index" integer NOT NULL,
	"address" text NOT NULL,
	"amount" bigint NOT NULL,
	"cumulative" bigint NOT NULL,
	"block_number" bigint NOT NULL,
	"orphaned_at" timestamp with time zone,
	CONSTRAINT "claim_transaction_log_index_pk" PRIMARY KEY("transaction","log_index")
);
--> statement-breakpoint
CREATE TABLE "distribution" (
	"pool_id" uuid NOT NULL,
	"license_id" text NOT NULL,
	"epoch" integer NOT NULL,
	"release_id" uuid NOT NULL,
	"gross" bigint NOT NULL,
	"carried" bigint NOT NULL,
	"distributed" bigint NOT NULL,
	"dust" bigint NOT NULL,
	CONSTRAINT "distribution_pool_id_license_id_pk" PRIMARY KEY("pool_id","license_id")
);
--> statement-breakpoint
CREATE TABLE "entitlement" (
	"pool_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"epoch" integer NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"license_id" text DEFAULT '' NOT NULL,
	"amount" bigint NOT NULL,
	"address" text,
	"entered_epoch" integer,
	"claimed_in" text,
	"lost" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "entitlement_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "entitlement_once" UNIQUE("pool_id","epoch","person_id","kind","license_id")
);
--> statement-breakpoint
CREATE TABLE "epoch" (
	"number" integer PRIMARY KEY NOT NULL,
	"chain_id" bigint NOT NULL,
	"rewards" text NOT NULL,
	"token" text NOT NULL,
	"closed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"root" text NOT NULL,
	"manifest_sha256" text NOT NULL,
	"leaves" integer NOT NULL,
	"work" bigint NOT NULL,
	"revenue" bigint NOT NULL,
	"unassigned" bigint NOT NULL,
	"declared" bigint NOT NULL,
	"posted_at" timestamp with time zone,
	"posted_block" bigint,
	"activates_at" timestamp with time zone,
	"activated_at" timestamp with time zone,
	"activated_block" bigint,
	"transaction" text
);
--> statement-breakpoint
CREATE TABLE "epoch_line" (
	"pool_id" uuid NOT NULL,
	"assignment_id" uuid NOT NULL,
	"epoch" integer NOT NULL,
	CONSTRAINT "epoch_line_pool_id_assignment_id_pk" PRIMARY KEY("pool_id","assignment_id")
);
--> statement-breakpoint
CREATE TABLE "keep" (
	"pool_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "keep_pool_id_person_id_pk" PRIMARY KEY("pool_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "leaf" (
	"epoch" integer NOT NULL,
	"address" text NOT NULL,
	"cumulative" bigint NOT NULL,
	CONSTRAINT "leaf_epoch_address_pk" PRIMARY KEY("epoch","address")
);
--> statement-breakpoint
CREATE TABLE "verdict" (
	"pool_id" uuid NOT NULL,
	"assignment_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"decision" text NOT NULL,
	"reason_code" text NOT NULL,
	"evidence" jsonb NOT NULL,
	"price" bigint NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "verdict_pool_id_assignment_id_pk" PRIMARY KEY("pool_id","assignment_id")
);
--> statement-breakpoint
CREATE TABLE "auth_account" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_window" (
	"key" text NOT NULL,
	"window" timestamp with time zone NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "rate_window_key_window_pk" PRIMARY KEY("key","window")
);
--> statement-breakpoint
CREATE TABLE "auth_session" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "auth_session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "auth_user" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"is_anonymous" boolean,
	"person_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "auth_user_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "auth_verification" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth_wallet_address" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"address" text NOT NULL,
	"chain_id" integer NOT NULL,
	"is_primary" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "auth_wallet_address_once" UNIQUE("address","chain_id")
);
--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox" USING btree ("id") WHERE handled_at is null;--> statement-breakpoint
CREATE INDEX "result_campaign" ON "result" USING btree ("pool_id","campaign_id");--> statement-breakpoint
CREATE INDEX "consent_person" ON "consent" USING btree ("pool_id","person_id","granted_at");--> statement-breakpoint
CREATE INDEX "consent_by_person" ON "consent" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "consent_anchor_root" ON "consent_anchor" USING btree ("root");--> statement-breakpoint
CREATE INDEX "delivery_license" ON "delivery" USING btree ("pool_id","license_id");--> statement-breakpoint
CREATE INDEX "item_giver" ON "item" USING btree ("pool_id","giver_id");--> statement-breakpoint
CREATE INDEX "annotation_campaign" ON "annotation" USING btree ("pool_id","campaign_id","submitted_at");--> statement-breakpoint
CREATE INDEX "annotation_labeler" ON "annotation" USING btree ("pool_id","campaign_id","person_id","submitted_at");--> statement-breakpoint
CREATE UNIQUE INDEX "assignment_slot" ON "assignment" USING btree ("pool_id","task_id","slot") WHERE state in ('reserved', 'submitted');--> statement-breakpoint
CREATE UNIQUE INDEX "assignment_task_person" ON "assignment" USING btree ("pool_id","task_id","person_id") WHERE state <> 'expired';--> statement-breakpoint
CREATE UNIQUE INDEX "assignment_held" ON "assignment" USING btree ("pool_id","campaign_id","person_id") WHERE state = 'reserved';--> statement-breakpoint
CREATE INDEX "assignment_due" ON "assignment" USING btree ("expires_at") WHERE state = 'reserved';--> statement-breakpoint
CREATE INDEX "assignment_person" ON "assignment" USING btree ("pool_id","person_id","campaign_id","ended_at");--> statement-breakpoint
CREATE INDEX "assignment_by_person" ON "assignment" USING btree ("person_id","ended_at");--> statement-breakpoint
CREATE INDEX "assignment_campaign" ON "assignment" USING btree ("pool_id","campaign_id","state");--> statement-breakpoint
CREATE INDEX "assignment_list_order" ON "assignment_list" USING btree ("pool_id","campaign_id","person_id","shuffle");--> statement-breakpoint
CREATE INDEX "assignment_list_task" ON "assignment_list" USING btree ("pool_id","task_id");--> statement-breakpoint
CREATE INDEX "task_queue" ON "task" USING btree ("pool_id","campaign_id","track","shuffle") WHERE open_slots > 0;--> statement-breakpoint
CREATE INDEX "transfer_debit" ON "transfer" USING btree ("pool_id","debit");--> statement-breakpoint
CREATE INDEX "transfer_credit" ON "transfer" USING btree ("pool_id","credit");--> statement-breakpoint
CREATE UNIQUE INDEX "license_once" ON "license" USING btree ("transaction","log_index") WHERE orphaned_at is null;--> statement-breakpoint
CREATE INDEX "license_licensee" ON "license" USING btree ("licensee");--> statement-breakpoint
CREATE INDEX "api_key_person" ON "api_key" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "device_person" ON "device" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "device_key" ON "device" USING btree ("public_key");--> statement-breakpoint
CREATE INDEX "flag_open" ON "flag" USING btree ("at") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "payout_method_person" ON "payout_method" USING btree ("person_id","attached_at");--> statement-breakpoint
CREATE INDEX "campaign_open" ON "campaign" USING btree ("status");--> statement-breakpoint
CREATE INDEX "pool_requester" ON "pool" USING btree ("requester_id");--> statement-breakpoint
CREATE INDEX "release_row_task" ON "release_row" USING btree ("pool_id","task_id");--> statement-breakpoint
CREATE INDEX "carry_epoch" ON "carry" USING btree ("epoch");--> statement-breakpoint
CREATE INDEX "cash_out_person" ON "cash_out" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "cash_out_waiting" ON "cash_out" USING btree ("requested_at") WHERE status in ('queued', 'sent');--> statement-breakpoint
CREATE INDEX "claim_address" ON "claim" USING btree ("address");--> statement-breakpoint
CREATE INDEX "entitlement_person" ON "entitlement" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "entitlement_waiting" ON "entitlement" USING btree ("pool_id") WHERE entered_epoch is null;--> statement-breakpoint
CREATE INDEX "entitlement_unpaid" ON "entitlement" USING btree ("address","entered_epoch") WHERE claimed_in is null;--> statement-breakpoint
CREATE INDEX "leaf_address" ON "leaf" USING btree ("address","epoch");--> statement-breakpoint
CREATE INDEX "verdict_person" ON "verdict" USING btree ("pool_id","person_id");--> statement-breakpoint
CREATE INDEX "verdict_campaign" ON "verdict" USING btree ("pool_id","campaign_id","person_id");--> statement-breakpoint
CREATE INDEX "verdict_task" ON "verdict" USING btree ("pool_id","task_id");--> statement-breakpoint
CREATE INDEX "auth_account_user" ON "auth_account" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "rate_window_old" ON "rate_window" USING btree ("window");--> statement-breakpoint
CREATE INDEX "auth_session_user" ON "auth_session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "auth_user_person" ON "auth_user" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "auth_verification_identifier" ON "auth_verification" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "auth_wallet_address_user" ON "auth_wallet_address" USING btree ("user_id");