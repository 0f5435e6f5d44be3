-- As in 0013, but that the rules are asked only of the events that the short question leaves open, and
-- that it covers events which move no money, such as holds.
CREATE OR REPLACE FUNCTION public.append_v1(
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
  unsure int[];
  trigger_sees text;
BEGIN
  FOR attempt IN 1..10 LOOP
    answered := ARRAY(
      SELECT command_streams[i] FROM generate_series(1, cardinality(command_ids)) AS i
      WHERE (SELECT true FROM public.commands c WHERE c.command_id = command_ids[i] LIMIT 1));

    -- Each event beside the one before it, which is in the log or comes with it. What is true of
    -- nearly every event is one short question; the others, such as late ones, are left for the rules.
    SELECT array_agg(event_streams[i]) FILTER (WHERE l.is_lost),
      array_agg(i) FILTER (WHERE NOT (l.is_lost OR CASE
        WHEN event_versions[i] = 1 THEN event_frontiers[i] = event_occurred[i]
          AND (event_aggregates[i] <> 'BankAccount' OR event_types[i] = 'AccountCreated')
        ELSE event_frontiers[i] = event_occurred[i] AND event_aggregates[i] = p.aggregate_type
          AND event_created[i] >= p.created_at AND event_occurred[i] >= p.frontier_at
          AND (event_aggregates[i] <> 'BankAccount' OR (n.event_data ->> 'amount' = abs(
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
            OR n.event_data ->> 'balance' IS NULL
            AND event_types[i] NOT IN ('AccountCreated', 'MoneyDeposited', 'MoneyWithdrawn'))
        END IS TRUE))
    INTO lost_streams, unsure
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
      IF unsure IS NOT NULL THEN
        PERFORM public.require_following(
          ARRAY(SELECT event_streams[i] FROM unnest(unsure) AS i),
          ARRAY(SELECT event_versions[i] FROM unnest(unsure) AS i));
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
          SET (balance, status, version, owner, reference, customer_id, second_customer_id,
              second_rights, terms, next_expiry, search_text)
            = (excluded.balance, excluded.status, excluded.version, excluded.owner,
              excluded.reference, excluded.customer_id, excluded.second_customer_id,
              excluded.second_rights, excluded.terms, excluded.next_expiry, excluded.search_text)
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
