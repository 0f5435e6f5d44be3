CREATE TABLE "ledger_cells" (
	"occurred_from" timestamp (3) with time zone NOT NULL,
	"recorded_from" timestamp (3) with time zone NOT NULL,
	"grain" smallint NOT NULL,
	"currency" text NOT NULL,
	"ledger" text NOT NULL,
	"net" numeric NOT NULL,
	CONSTRAINT "ledger_cells_pk" PRIMARY KEY("grain","occurred_from","recorded_from","currency","ledger")
);
--> statement-breakpoint
CREATE INDEX "ledger_cells_by_recording" ON "ledger_cells" USING btree ("recorded_from","occurred_from") WHERE "ledger_cells"."grain" = 1;