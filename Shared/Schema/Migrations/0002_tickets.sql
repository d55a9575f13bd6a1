-- Tickets, messages and their files (owner: tickets), and the two tables every service writes: idempotency and outbox.

-- Tickets and notifications share one sequence of public numbers («Apel»).
CREATE SEQUENCE entry_number AS bigint START 100001;

-- The catalogue of topics that support suggests; a ticket's topic itself is free text.
CREATE TABLE topic (
  name     text CONSTRAINT topic_pkey PRIMARY KEY
           CONSTRAINT topic_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
  position integer NOT NULL DEFAULT 0
);

CREATE TABLE ticket (
  number            bigint DEFAULT nextval('entry_number') CONSTRAINT ticket_pkey PRIMARY KEY,
  -- RESTRICT, here and for people: a conversation outlives a deletion by mistake; erasure is a command of its own.
  account_id        uuid NOT NULL CONSTRAINT ticket_account_fkey REFERENCES account ON DELETE RESTRICT,
  author_id         uuid NOT NULL CONSTRAINT ticket_author_fkey REFERENCES app_user ON DELETE RESTRICT,
  -- SET NULL: the ticket of a specialist who left goes back to the unassigned ones.
  assignee_id       uuid CONSTRAINT ticket_assignee_fkey REFERENCES app_user ON DELETE SET NULL,
  topic             text NOT NULL CONSTRAINT ticket_topic_length CHECK (char_length(topic) BETWEEN 1 AND 200),
  importance        text NOT NULL DEFAULT 'normal'
                    CONSTRAINT ticket_importance CHECK (importance IN ('low', 'normal', 'high', 'critical')),
  status            text NOT NULL DEFAULT 'new'
                    CONSTRAINT ticket_status CHECK (status IN ('new', 'in_progress', 'waiting', 'resolved', 'closed')),
  -- Counts every change; it is the ETag.
  version           bigint NOT NULL DEFAULT 1,
  created_at        timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at        timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  first_answered_at timestamptz(3),
  answer_due_at     timestamptz(3),
  solution_due_at   timestamptz(3),
  CONSTRAINT ticket_account_key UNIQUE (number, account_id)
);
CREATE INDEX ticket_account_updated ON ticket (account_id, updated_at DESC, number DESC);
CREATE INDEX ticket_account_status ON ticket (account_id, status, updated_at DESC, number DESC);
CREATE INDEX ticket_account_topic ON ticket (account_id, topic);
CREATE INDEX ticket_author_updated ON ticket (author_id, updated_at DESC, number DESC);
CREATE INDEX ticket_assignee_updated ON ticket (assignee_id, updated_at DESC, number DESC);
CREATE INDEX ticket_updated ON ticket (updated_at DESC, number DESC);
CREATE INDEX ticket_status_updated ON ticket (status, updated_at DESC, number DESC);
CREATE INDEX ticket_topic ON ticket (topic);
CREATE INDEX ticket_due ON ticket (COALESCE(answer_due_at, solution_due_at, 'infinity'), number);

CREATE TABLE message (
  id            uuid CONSTRAINT message_pkey PRIMARY KEY,
  ticket_number bigint NOT NULL,
  account_id    uuid NOT NULL,
  author_id     uuid NOT NULL CONSTRAINT message_author_fkey REFERENCES app_user ON DELETE RESTRICT,
  side          text NOT NULL CONSTRAINT message_side CHECK (side IN ('user', 'support')),
  text          text NOT NULL CONSTRAINT message_text_length CHECK (char_length(text) BETWEEN 1 AND 20000),
  internal      boolean NOT NULL DEFAULT false,
  created_at    timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  -- The pair, so that a message can never stand in one account and its ticket in another. CASCADE: it is part of it.
  CONSTRAINT message_ticket_fkey FOREIGN KEY (ticket_number, account_id)
    REFERENCES ticket (number, account_id) ON DELETE CASCADE,
  CONSTRAINT message_internal_side CHECK (NOT internal OR side = 'support')
);
CREATE INDEX message_ticket ON message (ticket_number, created_at, id);

-- A file arrives before its message: unclaimed, it belongs to its uploader alone; claimed, to whoever sees the message.
CREATE TABLE attachment (
  id           uuid CONSTRAINT attachment_pkey PRIMARY KEY,
  uploader_id  uuid NOT NULL CONSTRAINT attachment_uploader_fkey REFERENCES app_user ON DELETE RESTRICT,
  -- The single-file rule: a message has one file at the most. CASCADE: the file is part of the message.
  message_id   uuid CONSTRAINT attachment_message_key UNIQUE
               CONSTRAINT attachment_message_fkey REFERENCES message ON DELETE CASCADE,
  name         text NOT NULL CONSTRAINT attachment_name_length CHECK (char_length(name) BETWEEN 1 AND 255),
  media_type   text NOT NULL,
  size         bigint NOT NULL DEFAULT 0 CONSTRAINT attachment_size CHECK (size >= 0),
  sha256       bytea CONSTRAINT attachment_sha256_length CHECK (octet_length(sha256) = 32),
  created_at   timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  -- NULL while bytes are still arriving.
  completed_at timestamptz(3),
  CONSTRAINT attachment_complete CHECK (completed_at IS NULL OR sha256 IS NOT NULL AND size > 0),
  CONSTRAINT attachment_claimed_complete CHECK (message_id IS NULL OR completed_at IS NOT NULL)
);
CREATE INDEX attachment_unclaimed ON attachment (created_at) WHERE message_id IS NULL;

CREATE TABLE attachment_chunk (
  attachment_id uuid NOT NULL CONSTRAINT attachment_chunk_attachment_fkey REFERENCES attachment ON DELETE CASCADE,
  position      integer NOT NULL,
  bytes         bytea NOT NULL CONSTRAINT attachment_chunk_size CHECK (octet_length(bytes) BETWEEN 1 AND 262144),
  CONSTRAINT attachment_chunk_pkey PRIMARY KEY (attachment_id, position)
);
-- Files are compressed already; EXTERNAL skips the attempt.
ALTER TABLE attachment_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- Up to when a person has read a ticket.
CREATE TABLE ticket_reading (
  ticket_number bigint NOT NULL CONSTRAINT ticket_reading_ticket_fkey REFERENCES ticket ON DELETE CASCADE,
  user_id       uuid NOT NULL CONSTRAINT ticket_reading_user_fkey REFERENCES app_user ON DELETE CASCADE,
  read_at       timestamptz(3) NOT NULL,
  CONSTRAINT ticket_reading_pkey PRIMARY KEY (ticket_number, user_id)
);

-- The first answer to a create, kept for a day under the caller's key.
CREATE TABLE idempotency_record (
  user_id     uuid NOT NULL CONSTRAINT idempotency_record_user_fkey REFERENCES app_user ON DELETE CASCADE,
  key         text NOT NULL CONSTRAINT idempotency_record_key_length CHECK (char_length(key) BETWEEN 1 AND 255),
  fingerprint bytea NOT NULL CONSTRAINT idempotency_record_fingerprint_length CHECK (octet_length(fingerprint) = 32),
  location    text,
  body        bytea,
  created_at  timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT idempotency_record_pkey PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_record_created ON idempotency_record (created_at);

-- Facts on their way to other services, written in the transaction that made them true.
CREATE TABLE outbox (
  id         bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT outbox_pkey PRIMARY KEY,
  service    text NOT NULL DEFAULT current_user,
  event      jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);

ALTER TABLE ticket ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY ticket_account ON ticket
  USING (account_id = (SELECT acting_account()) OR (SELECT acting_for_support()));

ALTER TABLE message ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY message_account ON message
  USING (account_id = (SELECT acting_account()) AND NOT internal OR (SELECT acting_for_support()));

ALTER TABLE attachment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY attachment_unclaimed ON attachment
  USING (message_id IS NULL AND (uploader_id = (SELECT acting_user()) OR (SELECT acting_as_system())))
  WITH CHECK (uploader_id = (SELECT acting_user())
    AND (message_id IS NULL OR EXISTS (SELECT FROM message WHERE message.id = message_id)));
CREATE POLICY attachment_claimed ON attachment FOR SELECT
  USING (message_id IS NOT NULL AND EXISTS (SELECT FROM message WHERE message.id = message_id));

ALTER TABLE attachment_chunk ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY attachment_chunk_attachment ON attachment_chunk
  USING (EXISTS (SELECT FROM attachment WHERE attachment.id = attachment_id));

ALTER TABLE ticket_reading ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY ticket_reading_own ON ticket_reading
  USING (user_id = (SELECT acting_user()));

ALTER TABLE idempotency_record ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY idempotency_record_own ON idempotency_record
  USING (user_id = (SELECT acting_user()) OR (SELECT acting_as_system()));

-- Anyone at work may add a fact; only the writing service's relay reads it back.
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY outbox_append ON outbox FOR INSERT
  WITH CHECK (service = current_user AND (SELECT acting_user()) IS NOT NULL);
CREATE POLICY outbox_relay ON outbox
  USING (service = current_user AND (SELECT acting_as_system()));
-- `pomoc doctor` tells how long facts have been waiting.
CREATE POLICY outbox_inspection ON outbox FOR SELECT TO CURRENT_USER
  USING ((SELECT acting_as_system()));

-- The desk's search. ILIKE is not leakproof, so under row-level security it could not use the trigram indexes; the
-- function runs as the schema's owner, whom these two policies let read, and checks the role itself.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX ticket_topic_trigrams ON ticket USING gin (topic gin_trgm_ops);
CREATE INDEX message_text_trigrams ON message USING gin (text gin_trgm_ops);
CREATE POLICY ticket_search ON ticket FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY message_search ON message FOR SELECT TO CURRENT_USER USING (true);
CREATE FUNCTION ticket_matching(pattern text) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  BEGIN ATOMIC
    SELECT number FROM ticket WHERE acting_for_support() AND topic ILIKE pattern
    UNION
    SELECT ticket_number FROM message WHERE acting_for_support() AND text ILIKE pattern;
  END;
REVOKE EXECUTE ON FUNCTION ticket_matching(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ticket_matching(text) TO pomoc_tickets;

GRANT USAGE ON SEQUENCE entry_number TO pomoc_tickets;
GRANT SELECT ON topic TO pomoc_tickets;
GRANT SELECT, INSERT, UPDATE ON ticket TO pomoc_tickets;
GRANT SELECT, INSERT ON message TO pomoc_tickets;
GRANT SELECT, INSERT, UPDATE, DELETE ON attachment TO pomoc_tickets;
GRANT SELECT, INSERT, DELETE ON attachment_chunk TO pomoc_tickets;
GRANT SELECT, INSERT, UPDATE ON ticket_reading TO pomoc_tickets;
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_record TO pomoc_tickets;
GRANT SELECT, INSERT, DELETE ON outbox TO pomoc_tickets;
