-- Accounts, people and their credentials (owner: gateway), and the settings on which every row-level policy stands.

-- One login role per service. Their passwords are set by `pomoc migrate` from its environment, never here.
DO $$
DECLARE
  service text;
BEGIN
  FOREACH service IN ARRAY ARRAY['pomoc_gateway', 'pomoc_tickets'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = service) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', service);
    END IF;
  END LOOP;
END
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO pomoc_gateway, pomoc_tickets;
GRANT SELECT ON schema_migration TO pomoc_gateway, pomoc_tickets;

-- Who the running transaction acts for: set by `acting(as:)` with set_config(…, true). Unset means nobody.
CREATE FUNCTION acting_account() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN NULLIF(current_setting('pomoc.account', true), '')::uuid;
CREATE FUNCTION acting_user() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN NULLIF(current_setting('pomoc.user', true), '')::uuid;
CREATE FUNCTION acting_for_support() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN COALESCE(current_setting('pomoc.role', true) IN ('agent', 'admin'), false);
-- The suite itself: sign-in before the caller is known, sweepers, the operator's command.
CREATE FUNCTION acting_as_system() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN COALESCE(current_setting('pomoc.role', true) = 'system', false);

-- A host application that may vouch for its users with signed tokens.
CREATE TABLE integration (
  id         bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT integration_pkey PRIMARY KEY,
  kid        text NOT NULL CONSTRAINT integration_kid_key UNIQUE
             CONSTRAINT integration_kid_length CHECK (char_length(kid) BETWEEN 1 AND 100),
  issuer     text NOT NULL CONSTRAINT integration_issuer_length CHECK (char_length(issuer) BETWEEN 1 AND 200),
  algorithm  text NOT NULL CONSTRAINT integration_algorithm CHECK (algorithm IN ('HS256', 'ES256', 'EdDSA')),
  -- HS256: the shared secret; ES256: the public key as PEM; EdDSA: the raw public key.
  key        bytea NOT NULL CONSTRAINT integration_key_length CHECK (octet_length(key) BETWEEN 32 AND 4096),
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE account (
  id             uuid CONSTRAINT account_pkey PRIMARY KEY,
  name           text NOT NULL CONSTRAINT account_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
  -- RESTRICT: an integration whose accounts live on is revoked, not deleted.
  integration_id bigint CONSTRAINT account_integration_fkey REFERENCES integration ON DELETE RESTRICT,
  external_id    text CONSTRAINT account_external_id_length CHECK (char_length(external_id) BETWEEN 1 AND 200),
  -- What a member sees in the History: everything of the account, or only what they wrote.
  history_scope  text NOT NULL DEFAULT 'account'
                 CONSTRAINT account_history_scope CHECK (history_scope IN ('account', 'own')),
  created_at     timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT account_external_key UNIQUE (integration_id, external_id),
  CONSTRAINT account_external_whole CHECK ((integration_id IS NULL) = (external_id IS NULL))
);

CREATE TABLE app_user (
  id            uuid CONSTRAINT app_user_pkey PRIMARY KEY,
  -- RESTRICT: an account goes only by an erasure that knows all its data. NULL: a person of support.
  account_id    uuid CONSTRAINT app_user_account_fkey REFERENCES account ON DELETE RESTRICT,
  external_id   text CONSTRAINT app_user_external_id_length CHECK (char_length(external_id) BETWEEN 1 AND 200),
  name          text NOT NULL CONSTRAINT app_user_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
  email         text CONSTRAINT app_user_email_length CHECK (char_length(email) BETWEEN 3 AND 254)
                CONSTRAINT app_user_email_lower CHECK (email = lower(email)),
  password_hash text,
  role          text NOT NULL CONSTRAINT app_user_role CHECK (role IN ('member', 'manager', 'agent', 'admin')),
  locale        text NOT NULL DEFAULT 'pl' CONSTRAINT app_user_locale CHECK (locale IN ('pl', 'en', 'uk')),
  created_at    timestamptz(3) NOT NULL DEFAULT now(),
  -- A signed token names an account, so it can never make or become a person of support.
  CONSTRAINT app_user_side CHECK ((role IN ('member', 'manager')) = (account_id IS NOT NULL)),
  CONSTRAINT app_user_external_key UNIQUE (account_id, external_id)
);
-- An e-mail identifies only who signs in with a password; people are never merged by e-mail.
CREATE UNIQUE INDEX app_user_sign_in_key ON app_user (email) WHERE password_hash IS NOT NULL;

-- Only the SHA-256 of a token is kept. CASCADE: a person's sessions and keys end with the person.
CREATE TABLE session (
  token_hash bytea CONSTRAINT session_pkey PRIMARY KEY
             CONSTRAINT session_token_hash_length CHECK (octet_length(token_hash) = 32),
  user_id    uuid NOT NULL CONSTRAINT session_user_fkey REFERENCES app_user ON DELETE CASCADE,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL
);
CREATE INDEX session_user_id ON session (user_id);
CREATE INDEX session_expires ON session (expires_at);

-- A key acts as a person of its own, so what it writes has an author.
CREATE TABLE api_key (
  id         uuid CONSTRAINT api_key_pkey PRIMARY KEY,
  token_hash bytea NOT NULL CONSTRAINT api_key_token_hash_key UNIQUE
             CONSTRAINT api_key_token_hash_length CHECK (octet_length(token_hash) = 32),
  user_id    uuid NOT NULL CONSTRAINT api_key_user_fkey REFERENCES app_user ON DELETE CASCADE,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  revoked_at timestamptz(3)
);
CREATE INDEX api_key_user ON api_key (user_id);

ALTER TABLE account ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY account_read ON account FOR SELECT
  USING (id = (SELECT acting_account()) OR (SELECT acting_for_support()) OR (SELECT acting_as_system()));
CREATE POLICY account_write ON account
  USING ((SELECT acting_as_system()));

ALTER TABLE app_user ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY app_user_read ON app_user FOR SELECT
  USING (account_id = (SELECT acting_account()) OR account_id IS NULL AND (SELECT acting_user()) IS NOT NULL
    OR (SELECT acting_for_support()) OR (SELECT acting_as_system()));
CREATE POLICY app_user_write ON app_user
  USING ((SELECT acting_as_system()));

ALTER TABLE session ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY session_own ON session
  USING (user_id = (SELECT acting_user()) OR (SELECT acting_as_system()));

ALTER TABLE api_key ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY api_key_system ON api_key
  USING ((SELECT acting_as_system()));

-- The names that other services may show: ids, names and roles, of one's own account and of support. The predicate
-- stands here too, so that the view is a wall whoever owns it.
CREATE VIEW person WITH (security_barrier) AS
  SELECT id, account_id, name, role
  FROM app_user
  WHERE account_id = (SELECT acting_account()) OR account_id IS NULL AND (SELECT acting_user()) IS NOT NULL
    OR (SELECT acting_for_support());
CREATE VIEW account_name WITH (security_barrier) AS
  SELECT id, name
  FROM account
  WHERE id = (SELECT acting_account()) OR (SELECT acting_for_support());

GRANT SELECT ON integration TO pomoc_gateway;
GRANT SELECT, INSERT, UPDATE ON account, app_user TO pomoc_gateway;
GRANT SELECT, INSERT, DELETE ON session TO pomoc_gateway;
GRANT SELECT ON api_key TO pomoc_gateway;
GRANT SELECT ON person, account_name TO pomoc_tickets;
