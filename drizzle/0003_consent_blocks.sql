ALTER TABLE "consent_anchor" ADD COLUMN "block_number" bigint NOT NULL;--> statement-breakpoint
ALTER TABLE "revocation" ADD COLUMN "block_number" bigint;