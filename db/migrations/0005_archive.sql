CREATE TABLE "events_archive" (
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
	CONSTRAINT "events_archive_aggregate_id_event_version_pk" PRIMARY KEY("aggregate_id","event_version")
);
--> statement-breakpoint
CREATE INDEX "events_archive_late" ON "events_archive" USING btree ("aggregate_id","event_version") WHERE "events_archive"."occurred_at" < "events_archive"."frontier_at";--> statement-breakpoint
CREATE INDEX "events_archive_by_recording" ON "events_archive" USING btree ("created_at","aggregate_id","event_version");--> statement-breakpoint
CREATE INDEX "events_archive_by_occurrence" ON "events_archive" USING btree ("occurred_at","aggregate_id","event_version");--> statement-breakpoint
CREATE INDEX "events_archive_by_type" ON "events_archive" USING btree ("event_type","created_at","aggregate_id","event_version");--> statement-breakpoint
CREATE INDEX "events_archive_by_actor" ON "events_archive" USING btree (("metadata" -> 'actor' ->> 'id'),"created_at","aggregate_id","event_version");--> statement-breakpoint
CREATE INDEX "events_archive_by_correlation" ON "events_archive" USING btree (("metadata" ->> 'correlationId'),"created_at","aggregate_id","event_version") WHERE ("events_archive"."metadata" ->> 'correlationId') is not null;--> statement-breakpoint
-- The whole log, wherever its events stand.
CREATE VIEW "log" AS SELECT * FROM "events" UNION ALL SELECT * FROM "events_archive";
--> statement-breakpoint
DROP TRIGGER events_append_only ON events;
--> statement-breakpoint
-- Nobody takes an event out of the log. The archivist may move one: the row trigger below looks
-- into the archive for it.
CREATE OR REPLACE FUNCTION refuse_to_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'events' AND current_user = 'daybook_archivist' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation';
END
$$;
--> statement-breakpoint
CREATE FUNCTION require_in_archive() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM events_archive a
    WHERE a.aggregate_id = OLD.aggregate_id AND a.event_version = OLD.event_version AND a.* = OLD.*
  ) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'The archive does not hold event % of %', OLD.event_version, OLD.aggregate_id
    USING ERRCODE = 'restrict_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_forget();
--> statement-breakpoint
CREATE TRIGGER events_leave_for_archive BEFORE DELETE ON events
  FOR EACH ROW EXECUTE FUNCTION require_in_archive();
--> statement-breakpoint
CREATE TRIGGER events_archive_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events_archive
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_forget();
