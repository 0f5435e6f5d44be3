CREATE TABLE "payment_orders" (
	"aggregate_id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"to_account_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"due_at" timestamp (3) with time zone,
	"made_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "payment_orders_due" ON "payment_orders" USING btree ("due_at","aggregate_id") WHERE "payment_orders"."due_at" is not null;--> statement-breakpoint
CREATE INDEX "payment_orders_of" ON "payment_orders" USING btree ("account_id","made_at");