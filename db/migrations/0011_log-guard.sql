-- What is added to the log follows from what is there: the versions of a stream have no gap, its two
-- clocks never go back, nothing happened before its first event, and the balance of an account is the
-- one before it, moved by the amount. Events of other aggregates than accounts have no balance here.
--
-- One look for each statement; the event before each new one is sought by the primary key. The first
-- question is what is true of nearly everything, as one short expression: starting a longer one
-- costs more than answering it. What it leaves open, late events among them, is decided, and put into
-- words, by the second.
-- No sequential scan, because a plan that was made while `events` was empty is used when it is not.
CREATE FUNCTION public.require_next_in_stream() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
  untrue record;
BEGIN
  IF NOT EXISTS (
    SELECT FROM added n
    WHERE CASE WHEN n.event_version = 1
      THEN n.frontier_at = n.occurred_at
        AND (n.aggregate_type <> 'BankAccount' OR n.event_type = 'AccountCreated')
      ELSE n.frontier_at = n.occurred_at AND EXISTS (
        SELECT FROM public.events p
        WHERE p.aggregate_id = n.aggregate_id AND p.event_version = n.event_version - 1
          AND p.aggregate_type = n.aggregate_type
          AND p.created_at <= n.created_at AND p.frontier_at <= n.occurred_at
          AND (n.aggregate_type <> 'BankAccount' OR n.event_data ->> 'amount' = abs(
              (n.event_data ->> 'balance')::numeric
              - coalesce(p.event_data ->> 'balance', p.event_data ->> 'openingBalance')::numeric
            )::text
            AND n.event_data ->> 'balance' = (
              coalesce(p.event_data ->> 'balance', p.event_data ->> 'openingBalance')::numeric
              + CASE n.event_type
                WHEN 'MoneyDeposited' THEN n.event_data ->> 'amount'
                WHEN 'MoneyWithdrawn' THEN '-' || (n.event_data ->> 'amount') END::numeric
            )::text
            AND n.event_data ->> 'amount' < 'A' COLLATE "C"
            AND ltrim(n.event_data ->> 'amount', '0.') <> ''
            AND n.event_data ->> 'currency' = p.event_data ->> 'currency'))
      END IS NOT TRUE
  ) THEN
    RETURN NULL;
  END IF;

  SELECT n.aggregate_id, n.event_version, f.fault INTO untrue
  FROM added n
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
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER events_follow AFTER INSERT ON events REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION public.require_next_in_stream();
