-- Substring search over the account list (contrib, a trusted extension).
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE TABLE "accounts" (
	"aggregate_id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"reference" text,
	"owner" text NOT NULL,
	"currency" text NOT NULL,
	"balance" bigint NOT NULL,
	"status" text NOT NULL,
	"version" integer NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"customer_id" text,
	"search_text" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "commands" (
	"command_id" uuid NOT NULL,
	"aggregate_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"first_version" integer,
	"last_version" integer,
	"fingerprint" "bytea" NOT NULL,
	"refusal" jsonb,
	"refused" jsonb,
	CONSTRAINT "commands_command_id_aggregate_id_pk" PRIMARY KEY("command_id","aggregate_id")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"aggregate_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"frontier_at" timestamp (3) with time zone NOT NULL,
	"event_version" integer NOT NULL,
	"schema_version" smallint NOT NULL,
	"aggregate_type" text NOT NULL,
	"event_type" text NOT NULL,
	"event_data" jsonb NOT NULL,
	"metadata" jsonb NOT NULL,
	CONSTRAINT "events_aggregate_id_event_version_pk" PRIMARY KEY("aggregate_id","event_version")
);
--> statement-breakpoint
CREATE TABLE "snapshots" (
	"aggregate_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"shape" smallint NOT NULL,
	"state" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"frontier_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "snapshots_aggregate_id_version_pk" PRIMARY KEY("aggregate_id","version")
);
--> statement-breakpoint
CREATE INDEX "accounts_by_opening" ON "accounts" USING btree ("opened_at","aggregate_id");--> statement-breakpoint
CREATE INDEX "accounts_of_customer" ON "accounts" USING btree ("customer_id","opened_at","aggregate_id");--> statement-breakpoint
CREATE INDEX "accounts_by_reference" ON "accounts" USING btree ("reference");--> statement-breakpoint
CREATE INDEX "accounts_search" ON "accounts" USING gin ("search_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "events_late" ON "events" USING btree ("aggregate_id","event_version") WHERE "events"."occurred_at" < "events"."frontier_at";--> statement-breakpoint
CREATE INDEX "snapshots_by_frontier" ON "snapshots" USING btree ("aggregate_id","frontier_at","version");--> statement-breakpoint
CREATE INDEX "snapshots_by_recording" ON "snapshots" USING btree ("aggregate_id","created_at","version");