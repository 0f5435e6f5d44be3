CREATE TABLE "feed" (
	"position" bigint PRIMARY KEY NOT NULL,
	"aggregate_id" uuid NOT NULL,
	"event_version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"aggregate_id" uuid NOT NULL,
	"event_version" integer NOT NULL,
	CONSTRAINT "outbox_aggregate_id_event_version_pk" PRIMARY KEY("aggregate_id","event_version")
);
--> statement-breakpoint
CREATE TABLE "parked_events" (
	"subscription" text NOT NULL,
	"position" bigint NOT NULL,
	"attempts" integer NOT NULL,
	"error" text NOT NULL,
	"parked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "parked_events_subscription_position_pk" PRIMARY KEY("subscription","position")
);
--> statement-breakpoint
CREATE TABLE "sequencer" (
	"name" text PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscriptions" (
	"name" text PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "events_by_recording" ON "events" USING btree ("created_at","aggregate_id","event_version");--> statement-breakpoint
CREATE INDEX "events_by_occurrence" ON "events" USING btree ("occurred_at","aggregate_id","event_version");--> statement-breakpoint
CREATE INDEX "events_by_type" ON "events" USING btree ("event_type","created_at","aggregate_id","event_version");--> statement-breakpoint
CREATE INDEX "events_by_actor" ON "events" USING btree (("metadata" -> 'actor' ->> 'id'),"created_at","aggregate_id","event_version");--> statement-breakpoint
CREATE INDEX "events_by_correlation" ON "events" USING btree (("metadata" ->> 'correlationId'),"created_at","aggregate_id","event_version") WHERE ("events"."metadata" ->> 'correlationId') is not null;--> statement-breakpoint
INSERT INTO "sequencer" ("name", "position") VALUES ('feed', 0);
--> statement-breakpoint
-- What was recorded before there was a feed takes its place in it like everything else.
INSERT INTO "outbox" ("aggregate_id", "event_version") SELECT "aggregate_id", "event_version" FROM "events";
