CREATE TABLE "approvals" (
	"aggregate_id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"kind" text NOT NULL,
	"amount" text NOT NULL,
	"currency" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_by_name" text NOT NULL,
	"decided_by_name" text
);
--> statement-breakpoint
CREATE INDEX "approvals_open" ON "approvals" USING btree ("status","asked_at","aggregate_id") WHERE "approvals"."status" in ('requested', 'approved');--> statement-breakpoint
CREATE INDEX "approvals_by_change" ON "approvals" USING btree ("changed_at","aggregate_id");