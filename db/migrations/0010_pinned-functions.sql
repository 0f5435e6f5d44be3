-- A trigger function runs with the rights, and by default with the search path, of who fires it: a
-- temporary table named events_archive once stood in for the archive. So each function names its
-- tables whole and has a path of its own, in which temporary objects come last.
CREATE OR REPLACE FUNCTION public.refuse_to_forget() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'events' AND current_user = 'daybook_archivist' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation';
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.require_in_archive() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM public.events_archive a
    WHERE a.aggregate_id = OLD.aggregate_id AND a.event_version = OLD.event_version AND a.* = OLD.*
  ) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'The archive does not hold event % of %', OLD.event_version, OLD.aggregate_id
    USING ERRCODE = 'restrict_violation';
END
$$;
