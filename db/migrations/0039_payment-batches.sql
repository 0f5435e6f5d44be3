CREATE TABLE "payment_batches" (
	"aggregate_id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"due_at" timestamp (3) with time zone,
	"made_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "payment_batches_due" ON "payment_batches" USING btree ("due_at","aggregate_id") WHERE "payment_batches"."due_at" is not null;--> statement-breakpoint
CREATE INDEX "payment_batches_of" ON "payment_batches" USING btree ("account_id","made_at");