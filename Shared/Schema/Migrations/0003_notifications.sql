-- Notifications and who has done what with them (owner: notifications), and the road that facts take to get there.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pomoc_notifications') THEN
    CREATE ROLE pomoc_notifications LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  END IF;
END
$$;
GRANT USAGE ON SCHEMA public TO pomoc_notifications;
GRANT SELECT ON schema_migration TO pomoc_notifications;

-- Who is told when support answers or changes a ticket: its author, or everyone in the account. A manager decides.
ALTER TABLE account ADD COLUMN answer_audience text NOT NULL DEFAULT 'author'
  CONSTRAINT account_answer_audience CHECK (answer_audience IN ('author', 'account'));
CREATE POLICY account_managed ON account FOR UPDATE
  USING (id = (SELECT acting_account()) AND current_setting('pomoc.role', true) = 'manager');

CREATE TABLE notification (
  number           bigint DEFAULT nextval('entry_number') CONSTRAINT notification_pkey PRIMARY KEY,
  -- Whom it is for: a user, everyone in an account (no user), or everyone (neither). RESTRICT: as for tickets.
  account_id       uuid CONSTRAINT notification_account_fkey REFERENCES account ON DELETE RESTRICT,
  user_id          uuid CONSTRAINT notification_user_fkey REFERENCES app_user ON DELETE RESTRICT,
  sender_id        uuid NOT NULL CONSTRAINT notification_sender_fkey REFERENCES app_user ON DELETE RESTRICT,
  topic            text NOT NULL CONSTRAINT notification_topic_length CHECK (char_length(topic) BETWEEN 1 AND 200),
  -- NULL when it tells of a change, which is put into words in its reader's language.
  text             text CONSTRAINT notification_text_length CHECK (char_length(text) BETWEEN 1 AND 20000),
  changed_status   text CONSTRAINT notification_changed_status
                   CHECK (changed_status IN ('new', 'in_progress', 'waiting', 'resolved', 'closed')),
  changed_topic    text CONSTRAINT notification_changed_topic_length CHECK (char_length(changed_topic) BETWEEN 1 AND 200),
  ticket_number    bigint,
  -- Whose ticket it tells of: where members see only their own, it is not for the others.
  ticket_author_id uuid CONSTRAINT notification_ticket_author_fkey REFERENCES app_user ON DELETE RESTRICT,
  -- Who caused it and need not be told.
  excluded_user_id uuid CONSTRAINT notification_excluded_user_fkey REFERENCES app_user ON DELETE RESTRICT,
  -- The fact that raised it: told twice, it raises one.
  event_id         uuid CONSTRAINT notification_event_key UNIQUE,
  created_at       timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT notification_user_account CHECK (user_id IS NULL OR account_id IS NOT NULL),
  CONSTRAINT notification_says_something CHECK (num_nonnulls(text, changed_status, changed_topic) > 0),
  -- The pair, so that it never tells an account of another's ticket. SET NULL: it is worth keeping without.
  CONSTRAINT notification_ticket_fkey FOREIGN KEY (ticket_number, account_id)
    REFERENCES ticket (number, account_id) ON DELETE SET NULL (ticket_number),
  CONSTRAINT notification_ticket_account CHECK (ticket_number IS NULL OR account_id IS NOT NULL)
);
CREATE INDEX notification_user_created ON notification (user_id, created_at DESC, number DESC);
CREATE INDEX notification_account_created ON notification (account_id, created_at DESC, number DESC)
  WHERE user_id IS NULL;
CREATE INDEX notification_ticket ON notification (ticket_number);

-- One user's state of a notification. Of a user's own it is made with it, of the others when the user first acts.
CREATE TABLE receipt (
  -- Counts up, for paging.
  id                  bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT receipt_id_key UNIQUE,
  -- CASCADE: it is a part of the notification, and of the user.
  notification_number bigint NOT NULL CONSTRAINT receipt_notification_fkey REFERENCES notification ON DELETE CASCADE,
  user_id             uuid NOT NULL CONSTRAINT receipt_user_fkey REFERENCES app_user ON DELETE CASCADE,
  read_at             timestamptz(3),
  remind_at           timestamptz(3),
  -- Apart from the two above, so that undoing a deletion finds what was before.
  deleted_at          timestamptz(3),
  updated_at          timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT receipt_pkey PRIMARY KEY (user_id, notification_number),
  CONSTRAINT receipt_read_or_remind CHECK (read_at IS NULL OR remind_at IS NULL)
);
CREATE INDEX receipt_open ON receipt (user_id, notification_number) WHERE read_at IS NULL AND deleted_at IS NULL;
CREATE INDEX receipt_reminder ON receipt (remind_at) WHERE remind_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX receipt_updated ON receipt (notification_number, updated_at DESC, id DESC);

-- A ticket may answer a notification. SET NULL: the ticket lives on without.
ALTER TABLE ticket ADD COLUMN notification_number bigint
  CONSTRAINT ticket_notification_fkey REFERENCES notification ON DELETE SET NULL;
CREATE INDEX ticket_notification ON ticket (notification_number, author_id) WHERE notification_number IS NOT NULL;

-- What the acting user receives; the one place that says it. A general message is for those who were there when it was
-- sent: nobody starts a new job with the pop-ups of years.
CREATE VIEW received_notification WITH (security_barrier) AS
  SELECT notification.number, notification.account_id, notification.user_id, notification.sender_id, notification.topic,
    notification.text, notification.changed_status, notification.changed_topic, notification.ticket_number,
    notification.created_at
  FROM notification
  JOIN app_user ON app_user.id = (SELECT acting_user())
  JOIN account ON account.id = app_user.account_id
  WHERE (notification.user_id = app_user.id
      OR notification.user_id IS NULL AND (notification.account_id = account.id OR notification.account_id IS NULL))
    AND notification.created_at >= app_user.created_at
    AND notification.excluded_user_id IS DISTINCT FROM app_user.id
    AND (notification.ticket_author_id IS NULL OR notification.ticket_author_id = app_user.id
      OR account.history_scope = 'account' OR app_user.role = 'manager');

-- Who can receive: the people of accounts.
CREATE VIEW recipient WITH (security_barrier) AS
  SELECT app_user.id, app_user.account_id, app_user.name, account.name AS account_name, account.answer_audience
  FROM app_user
  JOIN account ON account.id = app_user.account_id
  WHERE (SELECT acting_for_support()) OR (SELECT acting_as_system());

-- The tickets that answer notifications.
CREATE VIEW notification_answer WITH (security_barrier) AS
  SELECT notification_number, author_id, number AS ticket_number
  FROM ticket
  WHERE notification_number IS NOT NULL AND (account_id = (SELECT acting_account()) OR (SELECT acting_for_support()));

ALTER TABLE notification ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY notification_read ON notification FOR SELECT
  USING (user_id = (SELECT acting_user())
    OR user_id IS NULL AND (account_id = (SELECT acting_account())
      OR account_id IS NULL AND (SELECT acting_account()) IS NOT NULL)
    OR (SELECT acting_for_support()) OR (SELECT acting_as_system()));
CREATE POLICY notification_send ON notification FOR INSERT
  WITH CHECK ((SELECT acting_for_support()) OR (SELECT acting_as_system()));

ALTER TABLE receipt ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY receipt_read ON receipt FOR SELECT
  USING (user_id = (SELECT acting_user()) OR (SELECT acting_for_support()) OR (SELECT acting_as_system()));
CREATE POLICY receipt_make ON receipt FOR INSERT
  WITH CHECK ((SELECT acting_as_system())
    OR (SELECT acting_for_support()) AND num_nonnulls(read_at, remind_at, deleted_at) = 0
    OR user_id = (SELECT acting_user())
      AND EXISTS (SELECT FROM received_notification WHERE received_notification.number = notification_number));
CREATE POLICY receipt_change ON receipt FOR UPDATE
  USING (user_id = (SELECT acting_user()) OR (SELECT acting_as_system()));

-- The road of facts. Nobody was there to be told until now, and what is old is no news.
TRUNCATE outbox;
ALTER TABLE outbox
  -- What a fact is about: of one subject, facts arrive in the order in which they happened.
  ADD COLUMN subject bigint GENERATED ALWAYS AS ((event ->> 'ticket_number')::bigint) STORED,
  ADD COLUMN request_id text,
  ADD COLUMN attempts integer NOT NULL DEFAULT 0,
  ADD COLUMN due_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  -- Refused too often: kept for the operator, out of the others' way.
  ADD COLUMN set_aside_at timestamptz(3),
  ADD COLUMN failure text;
CREATE INDEX outbox_subject ON outbox (subject, id) WHERE set_aside_at IS NULL;
CREATE POLICY outbox_repair ON outbox FOR UPDATE TO CURRENT_USER
  USING ((SELECT acting_as_system()));

GRANT USAGE ON SEQUENCE entry_number TO pomoc_notifications;
GRANT SELECT ON person, account_name, recipient, received_notification, notification_answer TO pomoc_notifications;
GRANT SELECT, INSERT ON notification TO pomoc_notifications;
GRANT SELECT, INSERT, UPDATE (read_at, remind_at, deleted_at, updated_at) ON receipt TO pomoc_notifications;
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_record TO pomoc_notifications;
GRANT SELECT ON received_notification TO pomoc_tickets;
GRANT UPDATE (attempts, due_at, set_aside_at, failure) ON outbox TO pomoc_tickets;
