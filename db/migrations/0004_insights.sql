CREATE TABLE "daily_activity" (
	"currency" text NOT NULL,
	"day" date NOT NULL,
	"aggregate_id" uuid NOT NULL,
	CONSTRAINT "daily_activity_day_aggregate_id_currency_pk" PRIMARY KEY("day","aggregate_id","currency")
);
--> statement-breakpoint
CREATE TABLE "daily_flows" (
	"currency" text NOT NULL,
	"day" date NOT NULL,
	"inflow" numeric NOT NULL,
	"outflow" numeric NOT NULL,
	"opened" integer NOT NULL,
	"deposits" integer NOT NULL,
	"withdrawals" integer NOT NULL,
	"active_accounts" integer NOT NULL,
	CONSTRAINT "daily_flows_currency_day_pk" PRIMARY KEY("currency","day")
);
--> statement-breakpoint
CREATE INDEX "daily_flows_by_day" ON "daily_flows" USING btree ("day","currency");