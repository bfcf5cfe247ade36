ALTER TABLE "consent_anchor" ALTER COLUMN "transaction" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "revocation" ADD COLUMN "transaction" text;--> statement-breakpoint
ALTER TABLE "consent_anchor" DROP COLUMN "salt";