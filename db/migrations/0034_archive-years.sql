CREATE TABLE "archive_runs" (
	"name" text PRIMARY KEY NOT NULL,
	"after" uuid,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "archive_years" (
	"year" smallint PRIMARY KEY NOT NULL,
	"events" bigint NOT NULL,
	"sha256" "bytea" NOT NULL,
	"file" text NOT NULL,
	"detached_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
INSERT INTO "archive_runs" ("name") VALUES ('archive');
--> statement-breakpoint
-- The archive is partitioned by the year of the recording. Its key has the column that it is partitioned
-- by; that an event is there once follows from the log, where its version had one time of recording.
ALTER TABLE "events_archive" RENAME TO "events_archive_whole";
--> statement-breakpoint
CREATE TABLE "events_archive" (LIKE "events_archive_whole") PARTITION BY RANGE ("created_at");
--> statement-breakpoint
-- A new year: a table of its own, attached, because that locks readers out for no time. It has its own
-- guard: a statement that names a partition does not fire the guard of the whole.
CREATE FUNCTION public.add_archive_year(year integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  name text := format('events_archive_%s', year);
BEGIN
  IF year IS NULL OR year NOT BETWEEN 1970 AND 9998 THEN
    RAISE EXCEPTION '% is no year of the archive', year USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF to_regclass('public.' || name) IS NOT NULL THEN
    RETURN;
  END IF;
  EXECUTE format('CREATE TABLE public.%I (LIKE public.events_archive)', name);
  EXECUTE format('CREATE TRIGGER events_archive_append_only BEFORE UPDATE OR DELETE OR TRUNCATE '
    'ON public.%I FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_to_forget()', name);
  EXECUTE format('ALTER TABLE public.events_archive ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
    name, format('%s-01-01 00:00:00+00', year), format('%s-01-01 00:00:00+00', year + 1));
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION public.add_archive_year FROM PUBLIC;
--> statement-breakpoint
SELECT public.add_archive_year(y) FROM (
  SELECT DISTINCT extract(year FROM "created_at" AT TIME ZONE 'UTC')::int AS y
  FROM "events_archive_whole" ORDER BY 1) AS years;
--> statement-breakpoint
INSERT INTO "events_archive" SELECT * FROM "events_archive_whole";
--> statement-breakpoint
-- Replaced, not dropped: a running release keeps its right to read it.
CREATE OR REPLACE VIEW "log" AS SELECT * FROM "events" UNION ALL SELECT * FROM "events_archive";
--> statement-breakpoint
DROP TABLE "events_archive_whole";
--> statement-breakpoint
ALTER TABLE "events_archive" ADD CONSTRAINT "events_archive_aggregate_id_event_version_created_at_pk" PRIMARY KEY("aggregate_id","event_version","created_at");--> statement-breakpoint
CREATE INDEX "events_archive_late" ON "events_archive" USING btree ("aggregate_id","event_version") WHERE "events_archive"."occurred_at" < "events_archive"."frontier_at";--> statement-breakpoint
CREATE INDEX "events_archive_by_recording" ON "events_archive" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "events_archive_by_occurrence" ON "events_archive" USING btree ("occurred_at");--> statement-breakpoint
CREATE INDEX "events_archive_by_type" ON "events_archive" USING btree ("event_type","created_at");--> statement-breakpoint
CREATE INDEX "events_archive_by_actor" ON "events_archive" USING btree (("metadata" -> 'actor' ->> 'id'),"created_at");--> statement-breakpoint
CREATE INDEX "events_archive_by_correlation" ON "events_archive" USING btree (("metadata" ->> 'correlationId'),"created_at") WHERE ("events_archive"."metadata" ->> 'correlationId') is not null;--> statement-breakpoint
CREATE INDEX "events_archive_reversals" ON "events_archive" USING btree ("aggregate_id",("event_data" -> 'reverses')) WHERE ("events_archive"."event_data" -> 'reverses') is not null;
--> statement-breakpoint
CREATE TRIGGER events_archive_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events_archive
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_forget();
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.require_in_archive() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM public.events_archive a
    WHERE a.aggregate_id = OLD.aggregate_id AND a.event_version = OLD.event_version
      AND a.created_at = OLD.created_at AND a.* = OLD.*
  ) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'The archive does not hold event % of %', OLD.event_version, OLD.aggregate_id
    USING ERRCODE = 'restrict_violation';
END
$$;
