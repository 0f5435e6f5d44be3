CREATE TABLE "payment_outcomes" (
	"hour" timestamp (3) with time zone NOT NULL,
	"payments" integer NOT NULL,
	"currency" text NOT NULL,
	"outcome" text NOT NULL,
	"amount" numeric NOT NULL,
	CONSTRAINT "payment_outcomes_currency_hour_outcome_pk" PRIMARY KEY("currency","hour","outcome")
);
--> statement-breakpoint
CREATE TABLE "payment_plans" (
	"aggregate_id" uuid PRIMARY KEY NOT NULL,
	"next_on" date,
	"version" integer NOT NULL,
	"next" integer NOT NULL,
	"amount" bigint,
	"currency" text NOT NULL,
	"schedule" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "payment_plans_next" ON "payment_plans" USING btree ("currency","next_on") WHERE "payment_plans"."next_on" is not null;--> statement-breakpoint
CREATE INDEX "case_files_open" ON "case_files" USING btree ("opened_at") WHERE "case_files"."status" = 'open';