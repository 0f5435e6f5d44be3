CREATE TABLE "account_standings" (
	"aggregate_id" uuid PRIMARY KEY NOT NULL,
	"last_day" date NOT NULL,
	"size" smallint NOT NULL,
	"currency" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "balance_sizes" (
	"accounts" integer NOT NULL,
	"size" smallint NOT NULL,
	"currency" text NOT NULL,
	"total" numeric NOT NULL,
	CONSTRAINT "balance_sizes_currency_size_pk" PRIMARY KEY("currency","size")
);
--> statement-breakpoint
CREATE TABLE "busy_hours" (
	"hour" timestamp (3) with time zone NOT NULL,
	"events" integer NOT NULL,
	"currency" text NOT NULL,
	CONSTRAINT "busy_hours_currency_hour_pk" PRIMARY KEY("currency","hour")
);
--> statement-breakpoint
CREATE TABLE "flow_cells" (
	"occurred_from" timestamp (3) with time zone NOT NULL,
	"recorded_from" timestamp (3) with time zone NOT NULL,
	"opened" integer NOT NULL,
	"grain" smallint NOT NULL,
	"currency" text NOT NULL,
	"net" numeric NOT NULL,
	CONSTRAINT "flow_cells_grain_occurred_from_recorded_from_currency_pk" PRIMARY KEY("grain","occurred_from","recorded_from","currency")
);
--> statement-breakpoint
CREATE TABLE "largest_movements" (
	"aggregate_id" uuid NOT NULL,
	"event_version" integer NOT NULL,
	"day" date NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"event_type" text NOT NULL,
	CONSTRAINT "largest_movements_currency_day_aggregate_id_event_version_pk" PRIMARY KEY("currency","day","aggregate_id","event_version")
);
--> statement-breakpoint
CREATE INDEX "account_standings_by_size" ON "account_standings" USING btree ("currency","size","aggregate_id");--> statement-breakpoint
CREATE INDEX "account_standings_by_day" ON "account_standings" USING btree ("last_day","aggregate_id");--> statement-breakpoint
CREATE INDEX "flow_cells_by_recording" ON "flow_cells" USING btree ("recorded_from","occurred_from") WHERE "flow_cells"."grain" = 1;