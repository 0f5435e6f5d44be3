CREATE TABLE "access_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"actor_kind" text,
	"actor_id" text,
	"role" text,
	"address" text,
	"subject" text,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "access_log_by_time" ON "access_log" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "access_log_by_kind" ON "access_log" USING btree ("kind","at","id");--> statement-breakpoint
CREATE INDEX "access_log_of_actor" ON "access_log" USING btree ("actor_id","at","id");--> statement-breakpoint
CREATE INDEX "access_log_of_subject" ON "access_log" USING btree ("subject","at","id");--> statement-breakpoint
CREATE INDEX "access_log_by_address" ON "access_log" USING btree ("address","at","id");--> statement-breakpoint
-- The web process may add rows and read them, and change none; old ones go by this function only,
-- which refuses to touch the last thirty days.
CREATE FUNCTION public.prune_access_log(before timestamptz, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  removed integer;
BEGIN
  IF before IS NULL OR before > now() - interval '30 days' THEN
    RAISE EXCEPTION 'The access log keeps its last thirty days' USING ERRCODE = 'restrict_violation';
  END IF;
  DELETE FROM public.access_log WHERE id IN (
    SELECT l.id FROM public.access_log l WHERE l.at < before ORDER BY l.at, l.id LIMIT most);
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION public.prune_access_log FROM PUBLIC;
