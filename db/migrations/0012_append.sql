-- The one way into the log. `daybook_app`, the login of the web process, has no right to add to
-- `events`, `outbox`, `commands`, `snapshots` or `accounts`; it may call `append_v1`, which acts with
-- the rights of the owner and refuses what does not follow from the log: the versions of a stream have
-- no gap, its two clocks never go back, nothing happened before its first event, and the balance of an
-- account is the one before it, moved by the amount.
--
-- The name has a version, so that two releases can run on one database: a release that needs another
-- append adds another function, and removes this one when nobody calls it any more. Releases before
-- this one write to the tables: stop their web processes before this migration.
--
-- The rules in words: asked of events that have been added and that the short question in `append_v1`
-- leaves open, and by a trigger of those that the owner adds by hand.
CREATE FUNCTION public.require_following(streams uuid[], versions int[]) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
  untrue record;
BEGIN
  SELECT n.aggregate_id, n.event_version, f.fault INTO untrue
  FROM unnest(streams, versions) AS k (id, version)
  CROSS JOIN LATERAL (
    SELECT * FROM public.events e
    WHERE e.aggregate_id = k.id AND e.event_version = k.version
    OFFSET 0) n
  LEFT JOIN LATERAL (
    SELECT * FROM public.events e
    WHERE e.aggregate_id = n.aggregate_id AND e.event_version = n.event_version - 1
    OFFSET 0) p ON true
  -- The money before: that of the event before, or of the last one that had any.
  LEFT JOIN LATERAL (
    SELECT coalesce(m.event_data ->> 'balance', m.event_data ->> 'openingBalance') AS balance,
      m.event_data ->> 'currency' AS currency
    FROM public.log m
    WHERE m.aggregate_id = n.aggregate_id AND m.event_version < n.event_version
      AND coalesce(m.event_data ->> 'balance', m.event_data ->> 'openingBalance') IS NOT NULL
    ORDER BY m.event_version DESC LIMIT 1) b ON n.aggregate_type = 'BankAccount'
  CROSS JOIN LATERAL (
    SELECT n.event_data ->> 'amount' AS amount, n.event_data ->> 'balance' AS balance,
      n.event_data ->> 'currency' AS currency
    OFFSET 0) a
  CROSS JOIN LATERAL (SELECT CASE
    WHEN p.event_version IS NULL AND n.event_version <> 1
      THEN 'there is no event before it'
    WHEN n.aggregate_type <> p.aggregate_type
      THEN 'its stream is of another type'
    WHEN n.created_at < p.created_at
      THEN 'the event before it was recorded later'
    WHEN n.frontier_at <> greatest(p.frontier_at, n.occurred_at)
      THEN 'its frontier_at is not the latest occurred_at so far'
    WHEN n.occurred_at < n.frontier_at AND n.occurred_at < (
        SELECT o.occurred_at FROM public.events o
        WHERE o.aggregate_id = n.aggregate_id AND o.event_version = 1)
      THEN 'it happened before its stream began'
    WHEN n.aggregate_type <> 'BankAccount'
      THEN NULL
    WHEN (n.event_type = 'AccountCreated') <> (n.event_version = 1)
      THEN 'an account is created by its first event, and by no other'
    WHEN n.event_type = 'AccountCreated'
      THEN NULL
    WHEN n.event_type NOT IN ('MoneyDeposited', 'MoneyWithdrawn')
      THEN CASE WHEN a.balance <> b.balance THEN 'its type moves no money' END
    WHEN a.currency IS DISTINCT FROM b.currency
      THEN 'its currency is not that of the account'
    -- As texts, so that they have the places of the currency, and letters (NaN) for no number.
    WHEN (a.amount::numeric > 0 AND a.amount < 'A' COLLATE "C" AND CASE n.event_type
        WHEN 'MoneyDeposited' THEN (b.balance::numeric + a.amount::numeric)::text = a.balance
          AND (a.balance::numeric - b.balance::numeric)::text = a.amount
        ELSE (b.balance::numeric - a.amount::numeric)::text = a.balance
          AND (b.balance::numeric - a.balance::numeric)::text = a.amount END) IS NOT TRUE
      THEN 'its balance is not the one before it, moved by its amount'
    END AS fault) f
  WHERE f.fault IS NOT NULL
  ORDER BY n.aggregate_id, n.event_version LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'Event % of % does not follow from the log: %',
      untrue.event_version, untrue.aggregate_id, untrue.fault USING ERRCODE = 'check_violation';
  END IF;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.require_next_in_stream() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM public.require_following(array_agg(n.aggregate_id), array_agg(n.event_version))
  FROM added n;
  RETURN NULL;
END
$$;
--> statement-breakpoint
DROP TRIGGER events_follow ON events;
--> statement-breakpoint
-- `append_v1` asks by itself. Whoever else may add to `events` could say the same, or drop the trigger.
CREATE TRIGGER events_follow AFTER INSERT ON events REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (current_setting('daybook.events_follow', true) IS DISTINCT FROM 'asked')
  EXECUTE FUNCTION public.require_next_in_stream();
--> statement-breakpoint
-- Saves units, each whole or not at all, and returns the units that are not saved, or null.
--
-- A unit has streams that get events, streams that are only checked, and the answers to commands. It
-- is lost when one of its streams is not at the version it was decided on (of events, the version
-- before the first of them) or when one of its commands was answered before. Beside events of its
-- unit, a checked stream is held at its version until the commit.
--
-- Arrays whose names begin alike have one length. Events, checked streams and accounts come sorted by
-- stream, then version, and commands by id, so that no two writers wait for each other.
CREATE FUNCTION public.append_v1(
  event_units int[], event_streams uuid[], event_versions int[], event_ids uuid[],
  event_occurred timestamptz[], event_created timestamptz[], event_frontiers timestamptz[],
  event_schemas smallint[], event_aggregates text[], event_types text[],
  event_contents jsonb, event_metadata jsonb,
  checked_units int[], checked_streams uuid[], checked_versions int[],
  command_ids uuid[], command_streams uuid[], command_firsts int[], command_lasts int[],
  command_fingerprints text[], command_refusals jsonb,
  account_streams uuid[], account_balances bigint[], account_statuses text[], account_versions int[],
  new_accounts jsonb, new_snapshots jsonb
) RETURNS int[] LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  -- One plan for any batch, made maybe while the tables are empty: row by row along the indexes.
  SET plan_cache_mode = force_generic_plan SET jit = off
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  answered uuid[];
  lost int[];
  lost_streams uuid[];
  follows boolean;
  trigger_sees text;
BEGIN
  FOR attempt IN 1..10 LOOP
    answered := ARRAY(
      SELECT command_streams[i] FROM generate_series(1, cardinality(command_ids)) AS i
      WHERE (SELECT true FROM public.commands c WHERE c.command_id = command_ids[i] LIMIT 1));

    -- Each event beside the one before it, which is in the log or comes with it. What is true of
    -- nearly every event is one short question; late events among others are left for the rules.
    SELECT array_agg(event_streams[i]) FILTER (WHERE l.is_lost), bool_and(l.is_lost OR CASE
        WHEN event_versions[i] = 1 THEN event_frontiers[i] = event_occurred[i]
          AND (event_aggregates[i] <> 'BankAccount' OR event_types[i] = 'AccountCreated')
        ELSE event_frontiers[i] = event_occurred[i] AND event_aggregates[i] = p.aggregate_type
          AND event_created[i] >= p.created_at AND event_occurred[i] >= p.frontier_at
          AND (event_aggregates[i] <> 'BankAccount' OR n.event_data ->> 'amount' = abs(
              (n.event_data ->> 'balance')::numeric
              - coalesce(p.event_data ->> 'balance', p.event_data ->> 'openingBalance')::numeric
            )::text
            AND n.event_data ->> 'balance' = (
              coalesce(p.event_data ->> 'balance', p.event_data ->> 'openingBalance')::numeric
              + CASE event_types[i]
                WHEN 'MoneyDeposited' THEN n.event_data ->> 'amount'
                WHEN 'MoneyWithdrawn' THEN '-' || (n.event_data ->> 'amount') END::numeric
            )::text
            AND n.event_data ->> 'amount' < 'A' COLLATE "C"
            AND ltrim(n.event_data ->> 'amount', '0.') <> ''
            AND n.event_data ->> 'currency' = p.event_data ->> 'currency')
        END IS TRUE)
    INTO lost_streams, follows
    FROM generate_series(1, cardinality(event_streams)) AS i
    CROSS JOIN LATERAL (
      SELECT event_contents -> (i - 1) AS event_data,
        i > 1 AND event_streams[i - 1] = event_streams[i] AS goes_on
      OFFSET 0) n
    LEFT JOIN LATERAL (
      SELECT e.aggregate_type, e.created_at, e.frontier_at, e.event_data FROM public.events e
      WHERE NOT n.goes_on AND e.aggregate_id = event_streams[i]
        AND e.event_version = event_versions[i] - 1
      UNION ALL
      SELECT event_aggregates[i - 1], event_created[i - 1], event_frontiers[i - 1],
        event_contents -> (i - 2)
      WHERE n.goes_on AND event_versions[i - 1] = event_versions[i] - 1) p ON true
    CROSS JOIN LATERAL (
      SELECT NOT n.goes_on AND (event_versions[i] <> 1 AND p.aggregate_type IS NULL
        OR event_streams[i] = ANY (answered)
        OR (SELECT true FROM public.events e
          WHERE e.aggregate_id = event_streams[i] AND e.event_version = event_versions[i])
          IS NOT NULL) AS is_lost
      OFFSET 0) l;

    IF checked_units <> '{}' THEN
      lost_streams := nullif(lost_streams || ARRAY(
        SELECT checked_streams[i] FROM generate_series(1, cardinality(checked_units)) AS i
        WHERE checked_streams[i] = ANY (answered)
          OR checked_versions[i] > 0 AND (SELECT true FROM public.events e
            WHERE e.aggregate_id = checked_streams[i] AND e.event_version = checked_versions[i])
            IS NULL
          OR (SELECT true FROM public.events e
            WHERE e.aggregate_id = checked_streams[i] AND e.event_version = checked_versions[i] + 1)
            IS NOT NULL), '{}');
    END IF;
    IF lost_streams IS NULL THEN
      lost := NULL;
      lost_streams := '{}';
    ELSE
      lost := ARRAY(
        SELECT event_units[i] FROM generate_series(1, cardinality(event_units)) AS i
        WHERE event_streams[i] = ANY (lost_streams)
        UNION SELECT checked_units[i] FROM generate_series(1, cardinality(checked_units)) AS i
        WHERE checked_streams[i] = ANY (lost_streams));
      lost_streams := lost_streams || ARRAY(
        SELECT event_streams[i] FROM generate_series(1, cardinality(event_units)) AS i
        WHERE event_units[i] = ANY (lost)
        UNION ALL
        SELECT checked_streams[i] FROM generate_series(1, cardinality(checked_units)) AS i
        WHERE checked_units[i] = ANY (lost));
    END IF;

    BEGIN
      trigger_sees := set_config('daybook.events_follow', 'asked', true);
      INSERT INTO public.events (aggregate_id, event_version, event_id, occurred_at, created_at,
        frontier_at, schema_version, aggregate_type, event_type, event_data, metadata)
      SELECT event_streams[i], event_versions[i], event_ids[i], event_occurred[i], event_created[i],
        event_frontiers[i], event_schemas[i], event_aggregates[i], event_types[i],
        event_contents -> (i - 1), event_metadata -> (i - 1)
      FROM generate_series(1, cardinality(event_streams)) AS i
      WHERE event_streams[i] <> ALL (lost_streams);
      trigger_sees := set_config('daybook.events_follow', '', true);
      IF NOT follows THEN
        PERFORM public.require_following(event_streams, event_versions);
      END IF;

      INSERT INTO public.outbox (aggregate_id, event_version)
      SELECT event_streams[i], event_versions[i]
      FROM generate_series(1, cardinality(event_streams)) AS i
      WHERE event_streams[i] <> ALL (lost_streams)
      UNION ALL SELECT checked_streams[i], checked_versions[i] + 1
      FROM generate_series(1, cardinality(checked_units)) AS i
      WHERE checked_units[i] = ANY (event_units) AND checked_streams[i] <> ALL (lost_streams)
      ORDER BY 1, 2;
      -- A key is held until the transaction ends, though it is deleted at once: the next writer of the
      -- stream, its creator too, waits for it. Who was there before it has an event by now.
      IF checked_units && event_units THEN
        DELETE FROM public.outbox o USING generate_series(1, cardinality(checked_units)) AS i
        WHERE o.aggregate_id = checked_streams[i] AND o.event_version = checked_versions[i] + 1
          AND checked_units[i] = ANY (event_units) AND checked_streams[i] <> ALL (lost_streams);
        IF EXISTS (
          SELECT FROM generate_series(1, cardinality(checked_units)) AS i
          WHERE checked_units[i] = ANY (event_units) AND checked_streams[i] <> ALL (lost_streams)
            AND (SELECT true FROM public.events e WHERE e.aggregate_id = checked_streams[i]
              AND e.event_version = checked_versions[i] + 1)
        ) THEN
          RAISE unique_violation;
        END IF;
      END IF;

      INSERT INTO public.commands (command_id, aggregate_id, first_version, last_version,
        fingerprint, created_at, refusal, refused)
      SELECT command_ids[i], command_streams[i], command_firsts[i], command_lasts[i],
        decode(command_fingerprints[i], 'hex'), (command_refusals -> (i - 1) ->> 'at')::timestamptz,
        command_refusals -> (i - 1) -> 'refusal', command_refusals -> (i - 1) -> 'refused'
      FROM generate_series(1, cardinality(command_ids)) AS i
      WHERE command_streams[i] <> ALL (lost_streams);

      UPDATE public.accounts a
      SET balance = account_balances[i], status = account_statuses[i], version = account_versions[i]
      FROM generate_series(1, cardinality(account_streams)) AS i
      WHERE a.aggregate_id = account_streams[i] AND account_streams[i] <> ALL (lost_streams);
      IF new_accounts IS NOT NULL THEN
        INSERT INTO public.accounts AS a
        SELECT * FROM jsonb_populate_recordset(null::public.accounts, new_accounts) AS r
        WHERE r.aggregate_id <> ALL (lost_streams)
        ON CONFLICT (aggregate_id) DO UPDATE
          SET balance = excluded.balance, status = excluded.status, version = excluded.version
          WHERE a.version < excluded.version;
      END IF;
      IF new_snapshots IS NOT NULL THEN
        INSERT INTO public.snapshots
        SELECT * FROM jsonb_populate_recordset(null::public.snapshots, new_snapshots) AS s
        WHERE s.aggregate_id <> ALL (lost_streams) AND EXISTS (
          SELECT FROM generate_series(1, cardinality(event_streams)) AS i
          WHERE event_streams[i] = s.aggregate_id AND event_versions[i] = s.version)
        ON CONFLICT (aggregate_id, version) DO UPDATE
          SET shape = excluded.shape, state = excluded.state,
            created_at = excluded.created_at, frontier_at = excluded.frontier_at;
      END IF;
      RETURN lost;
    EXCEPTION WHEN unique_violation THEN
      NULL; -- Another writer was first: look again.
    END;
  END LOOP;
  RETURN event_units || checked_units;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION public.append_v1 FROM PUBLIC;
