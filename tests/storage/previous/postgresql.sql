-- A database as the last release before there were steps left it: written by its own code, from invented texts.
CREATE TABLE public.api_key (
    workspace character varying NOT NULL,
    id character varying NOT NULL,
    name character varying NOT NULL,
    scope character varying NOT NULL,
    digest character varying NOT NULL,
    created_at bigint NOT NULL,
    revoked_at bigint
);
CREATE TABLE public.cell (
    workspace character varying NOT NULL,
    policy character varying NOT NULL,
    segment character varying NOT NULL,
    value character varying NOT NULL,
    day integer NOT NULL,
    source character varying NOT NULL,
    channel character varying NOT NULL,
    stage character varying NOT NULL,
    touchpoint character varying NOT NULL,
    statements integer NOT NULL,
    sentiment_sum bigint NOT NULL,
    sentiment_squares bigint NOT NULL,
    curiosity integer NOT NULL,
    hope integer NOT NULL,
    excitement integer NOT NULL,
    trust integer NOT NULL,
    satisfaction integer NOT NULL,
    joy integer NOT NULL,
    gratitude integer NOT NULL,
    relief integer NOT NULL,
    surprise integer NOT NULL,
    confusion integer NOT NULL,
    skepticism integer NOT NULL,
    anxiety integer NOT NULL,
    frustration integer NOT NULL,
    anger integer NOT NULL,
    disappointment integer NOT NULL,
    regret integer NOT NULL,
    sadness integer NOT NULL,
    neutral integer NOT NULL
);
CREATE TABLE public.compaction (
    id integer NOT NULL,
    due_at bigint NOT NULL
);
CREATE SEQUENCE public.compaction_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.compaction_id_seq OWNED BY public.compaction.id;
CREATE TABLE public.correction (
    item_id bigint NOT NULL,
    text_hash character varying NOT NULL,
    occurrence integer NOT NULL,
    workspace character varying NOT NULL,
    stage character varying NOT NULL,
    touchpoint character varying NOT NULL,
    sentiment integer NOT NULL,
    emotions character varying NOT NULL,
    customer_id bigint,
    by character varying NOT NULL,
    at bigint NOT NULL
);
CREATE TABLE public.coverage_cell (
    workspace character varying NOT NULL,
    policy character varying NOT NULL,
    segment character varying NOT NULL,
    value character varying NOT NULL,
    day integer NOT NULL,
    source character varying NOT NULL,
    channel character varying NOT NULL,
    items integer NOT NULL,
    scored integer NOT NULL,
    unscored integer NOT NULL,
    other_language integer NOT NULL,
    rating_only integer NOT NULL,
    not_customer integer NOT NULL,
    statements integer NOT NULL,
    statements_no_stage integer NOT NULL
);
CREATE TABLE public.customer (
    id bigint NOT NULL,
    workspace character varying NOT NULL,
    pseudonym character varying NOT NULL
);
CREATE TABLE public.customer_cell (
    workspace character varying NOT NULL,
    policy character varying NOT NULL,
    segment character varying NOT NULL,
    value character varying NOT NULL,
    day integer NOT NULL,
    source character varying NOT NULL,
    channel character varying NOT NULL,
    stage character varying NOT NULL,
    touchpoint character varying NOT NULL,
    customer bigint NOT NULL,
    statements integer NOT NULL,
    sentiment_sum bigint NOT NULL
);
CREATE SEQUENCE public.customer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.customer_id_seq OWNED BY public.customer.id;
CREATE TABLE public.delivery (
    workspace character varying NOT NULL,
    feed character varying NOT NULL,
    digest character varying NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.event (
    id bigint NOT NULL,
    workspace character varying NOT NULL,
    at bigint NOT NULL,
    kind character varying NOT NULL,
    subject character varying NOT NULL,
    message character varying NOT NULL
);
CREATE SEQUENCE public.event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.event_id_seq OWNED BY public.event.id;
CREATE TABLE public.feed (
    workspace character varying NOT NULL,
    name character varying NOT NULL,
    kind character varying NOT NULL,
    options character varying NOT NULL,
    schedule character varying NOT NULL,
    time_zone character varying NOT NULL,
    created_at bigint NOT NULL,
    since bigint,
    paused boolean NOT NULL,
    cursor character varying,
    pulled_at bigint,
    due_at bigint,
    failures integer NOT NULL,
    error character varying,
    holder character varying,
    held_until bigint
);
CREATE TABLE public.feed_day (
    workspace character varying NOT NULL,
    feed character varying NOT NULL,
    day integer NOT NULL,
    left_out character varying NOT NULL,
    deleted integer NOT NULL
);
CREATE TABLE public.feed_file (
    workspace character varying NOT NULL,
    feed character varying NOT NULL,
    name character varying NOT NULL,
    mark character varying NOT NULL,
    import_id character varying
);
CREATE TABLE public.feed_rest (
    workspace character varying NOT NULL,
    feed character varying NOT NULL,
    until bigint NOT NULL
);
CREATE TABLE public.import (
    workspace character varying NOT NULL,
    id character varying NOT NULL,
    file character varying NOT NULL,
    state character varying NOT NULL,
    created_at bigint NOT NULL,
    finished_at bigint,
    rows_total integer,
    connection character varying,
    source character varying,
    guess character varying,
    mapping character varying,
    error character varying,
    read integer NOT NULL,
    added integer NOT NULL,
    updated integer NOT NULL,
    unchanged integer NOT NULL,
    merged integer NOT NULL,
    skipped integer NOT NULL,
    rejected integer NOT NULL,
    not_scored integer NOT NULL,
    statements integer NOT NULL
);
CREATE TABLE public.import_chunk (
    workspace character varying NOT NULL,
    import_id character varying NOT NULL,
    chunk integer NOT NULL
);
CREATE TABLE public.import_row (
    workspace character varying NOT NULL,
    import_id character varying NOT NULL,
    item_id bigint NOT NULL,
    version_id bigint NOT NULL,
    "row" integer NOT NULL,
    file character varying NOT NULL
);
CREATE TABLE public.item (
    id bigint NOT NULL,
    workspace character varying NOT NULL,
    connection character varying NOT NULL,
    external_id character varying NOT NULL,
    version_id bigint
);
CREATE SEQUENCE public.item_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.item_id_seq OWNED BY public.item.id;
CREATE TABLE public.item_segment (
    version_id bigint NOT NULL,
    name character varying NOT NULL,
    workspace character varying NOT NULL,
    value character varying NOT NULL,
    bucket character varying NOT NULL
);
CREATE TABLE public.item_version (
    id bigint NOT NULL,
    workspace character varying NOT NULL,
    item_id bigint NOT NULL,
    import_id character varying NOT NULL,
    current boolean NOT NULL,
    day integer NOT NULL,
    occurred_at bigint NOT NULL,
    source character varying NOT NULL,
    channel character varying NOT NULL,
    kind character varying NOT NULL,
    customer_id bigint,
    rating double precision,
    nps integer,
    csat double precision,
    first_reply_seconds bigint,
    solved_seconds bigint,
    content_hash character varying NOT NULL,
    model character varying NOT NULL,
    author_role character varying NOT NULL,
    language character varying NOT NULL,
    file character varying NOT NULL,
    "row" integer NOT NULL,
    url character varying,
    thread character varying,
    segments character varying NOT NULL,
    spans character varying NOT NULL,
    text character varying NOT NULL
);
CREATE SEQUENCE public.item_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.item_version_id_seq OWNED BY public.item_version.id;
CREATE TABLE public.judged_cell (
    workspace character varying NOT NULL,
    policy character varying NOT NULL,
    segment character varying NOT NULL,
    value character varying NOT NULL,
    day integer NOT NULL,
    source character varying NOT NULL,
    channel character varying NOT NULL,
    judge character varying NOT NULL,
    stage character varying NOT NULL,
    statements integer NOT NULL,
    sentiment_sum bigint NOT NULL
);
CREATE TABLE public.metric_cell (
    workspace character varying NOT NULL,
    policy character varying NOT NULL,
    segment character varying NOT NULL,
    value character varying NOT NULL,
    day integer NOT NULL,
    source character varying NOT NULL,
    channel character varying NOT NULL,
    stage character varying NOT NULL,
    touchpoint character varying NOT NULL,
    items integer NOT NULL,
    nps_answers integer NOT NULL,
    promoters integer NOT NULL,
    detractors integer NOT NULL,
    csat_answers integer NOT NULL,
    csat_sum bigint NOT NULL,
    rating_answers integer NOT NULL,
    rating_sum bigint NOT NULL
);
CREATE TABLE public.note (
    workspace character varying NOT NULL,
    name character varying NOT NULL,
    value character varying NOT NULL
);
CREATE TABLE public.rejected_row (
    id bigint NOT NULL,
    workspace character varying NOT NULL,
    import_id character varying NOT NULL,
    "row" integer NOT NULL,
    reason character varying NOT NULL,
    cells character varying NOT NULL
);
CREATE SEQUENCE public.rejected_row_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.rejected_row_id_seq OWNED BY public.rejected_row.id;
CREATE TABLE public.remembered_mapping (
    workspace character varying NOT NULL,
    header character varying NOT NULL,
    mapping character varying NOT NULL,
    source character varying NOT NULL
);
CREATE TABLE public.schema_version (
    version integer NOT NULL,
    compaction_due boolean NOT NULL
);
CREATE SEQUENCE public.schema_version_version_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.schema_version_version_seq OWNED BY public.schema_version.version;
CREATE TABLE public.segment (
    workspace character varying NOT NULL,
    name character varying NOT NULL
);
CREATE TABLE public.segment_value (
    workspace character varying NOT NULL,
    name character varying NOT NULL,
    value character varying NOT NULL
);
CREATE TABLE public.statement (
    id bigint NOT NULL,
    workspace character varying NOT NULL,
    item_id bigint NOT NULL,
    version_id bigint NOT NULL,
    current boolean NOT NULL,
    day integer NOT NULL,
    occurred_at bigint NOT NULL,
    source character varying NOT NULL,
    channel character varying NOT NULL,
    customer bigint NOT NULL,
    stage character varying NOT NULL,
    touchpoint character varying NOT NULL,
    sentiment integer NOT NULL,
    emotions character varying NOT NULL,
    corrected boolean NOT NULL,
    n integer NOT NULL,
    span_start integer NOT NULL,
    span_end integer NOT NULL,
    words integer NOT NULL,
    text_hash character varying NOT NULL,
    occurrence integer NOT NULL,
    model_stage character varying NOT NULL,
    model_touchpoint character varying NOT NULL,
    model_sentiment integer NOT NULL,
    model_emotions character varying NOT NULL,
    stage_confidence double precision NOT NULL,
    touchpoint_confidence double precision NOT NULL,
    scores character varying NOT NULL
);
CREATE SEQUENCE public.statement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.statement_id_seq OWNED BY public.statement.id;
CREATE TABLE public.ticket (
    digest character varying NOT NULL,
    kind character varying NOT NULL,
    workspace character varying NOT NULL,
    scope character varying NOT NULL,
    key_id character varying NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.tombstone (
    workspace character varying NOT NULL,
    pseudonym character varying NOT NULL,
    at bigint NOT NULL
);
CREATE TABLE public.workspace (
    id character varying NOT NULL,
    name character varying NOT NULL,
    time_zone character varying NOT NULL,
    revision bigint NOT NULL,
    policy character varying NOT NULL
);
ALTER TABLE ONLY public.compaction ALTER COLUMN id SET DEFAULT nextval('public.compaction_id_seq'::regclass);
ALTER TABLE ONLY public.customer ALTER COLUMN id SET DEFAULT nextval('public.customer_id_seq'::regclass);
ALTER TABLE ONLY public.event ALTER COLUMN id SET DEFAULT nextval('public.event_id_seq'::regclass);
ALTER TABLE ONLY public.item ALTER COLUMN id SET DEFAULT nextval('public.item_id_seq'::regclass);
ALTER TABLE ONLY public.item_version ALTER COLUMN id SET DEFAULT nextval('public.item_version_id_seq'::regclass);
ALTER TABLE ONLY public.rejected_row ALTER COLUMN id SET DEFAULT nextval('public.rejected_row_id_seq'::regclass);
ALTER TABLE ONLY public.schema_version ALTER COLUMN version SET DEFAULT nextval('public.schema_version_version_seq'::regclass);
ALTER TABLE ONLY public.statement ALTER COLUMN id SET DEFAULT nextval('public.statement_id_seq'::regclass);
INSERT INTO public.api_key VALUES ('w', 'key-1', 'Key', 'write', '0000000000000000000000000000000000000000000000000000000000000000', 1772452800000000, NULL);
INSERT INTO public.cell VALUES ('w', 'test-1', '', '', 739677, 'social', 'email', 'purchase', 'none', 1, 8467, 71690089, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', '', '', 739677, 'ticket', 'email', 'advocacy', 'app', 1, 2500, 6250000, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', '', '', 739677, 'ticket', 'email', 'use', 'app', 1, -8657, 74943649, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', '', '', 739678, 'ticket', 'email', 'none', 'none', 1, -4989, 24890121, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', '', '', 739678, 'ticket', 'email', 'use', 'none', 1, -8262, 68260644, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', '', '', 739678, 'ticket', 'email', 'use', 'payment', 1, 6371, 40589641, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', '', '', 739679, 'ticket', 'email', 'support', 'payment', 2, 1731, 48436541, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', '', '', 739679, 'ticket', 'email', 'use', 'app', 1, -1825, 3330625, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', '', '', 739680, 'ticket', 'email', 'none', 'none', 1, -4989, 24890121, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', '', '', 739680, 'ticket', 'email', 'purchase', 'none', 1, 8467, 71690089, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', '', '', 739680, 'ticket', 'email', 'use', 'none', 1, -8262, 68260644, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', '', '', 739685, 'ticket', 'email', 'none', 'none', 1, -4989, 24890121, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', '', '', 739685, 'ticket', 'email', 'use', 'app', 1, -1825, 3330625, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', '', '', 739685, 'ticket', 'email', 'use', 'none', 1, -8262, 68260644, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', '', '', 739685, 'ticket', 'email', 'use', 'payment', 1, 6371, 40589641, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', '', '', 739686, 'ticket', 'email', 'support', 'payment', 2, 1731, 48436541, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'plan', 'free', 739677, 'ticket', 'email', 'advocacy', 'app', 1, 2500, 6250000, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'plan', 'free', 739678, 'ticket', 'email', 'none', 'none', 1, -4989, 24890121, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'plan', 'free', 739678, 'ticket', 'email', 'use', 'none', 1, -8262, 68260644, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'plan', 'free', 739679, 'ticket', 'email', 'support', 'payment', 1, -3979, 15832441, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'plan', 'free', 739679, 'ticket', 'email', 'use', 'app', 1, -1825, 3330625, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'plan', 'free', 739680, 'ticket', 'email', 'none', 'none', 1, -4989, 24890121, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'plan', 'free', 739680, 'ticket', 'email', 'use', 'none', 1, -8262, 68260644, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'plan', 'free', 739685, 'ticket', 'email', 'none', 'none', 1, -4989, 24890121, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'plan', 'free', 739685, 'ticket', 'email', 'use', 'app', 1, -1825, 3330625, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'plan', 'free', 739685, 'ticket', 'email', 'use', 'none', 1, -8262, 68260644, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'plan', 'free', 739686, 'ticket', 'email', 'support', 'payment', 1, -3979, 15832441, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'plan', 'pro', 739677, 'ticket', 'email', 'use', 'app', 1, -8657, 74943649, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'plan', 'pro', 739678, 'ticket', 'email', 'use', 'payment', 1, 6371, 40589641, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'plan', 'pro', 739679, 'ticket', 'email', 'support', 'payment', 1, 5710, 32604100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'plan', 'pro', 739680, 'ticket', 'email', 'purchase', 'none', 1, 8467, 71690089, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'plan', 'pro', 739685, 'ticket', 'email', 'use', 'payment', 1, 6371, 40589641, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'plan', 'pro', 739686, 'ticket', 'email', 'support', 'payment', 1, 5710, 32604100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'region', 'north', 739677, 'ticket', 'email', 'advocacy', 'app', 1, 2500, 6250000, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'region', 'north', 739678, 'ticket', 'email', 'none', 'none', 1, -4989, 24890121, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'region', 'north', 739678, 'ticket', 'email', 'use', 'none', 1, -8262, 68260644, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'region', 'north', 739678, 'ticket', 'email', 'use', 'payment', 1, 6371, 40589641, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'region', 'north', 739679, 'ticket', 'email', 'support', 'payment', 2, 1731, 48436541, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'region', 'north', 739679, 'ticket', 'email', 'use', 'app', 1, -1825, 3330625, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'region', 'north', 739680, 'ticket', 'email', 'none', 'none', 1, -4989, 24890121, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'region', 'north', 739680, 'ticket', 'email', 'purchase', 'none', 1, 8467, 71690089, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'region', 'north', 739680, 'ticket', 'email', 'use', 'none', 1, -8262, 68260644, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'region', 'north', 739685, 'ticket', 'email', 'none', 'none', 1, -4989, 24890121, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'region', 'north', 739685, 'ticket', 'email', 'use', 'app', 1, -1825, 3330625, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'region', 'north', 739685, 'ticket', 'email', 'use', 'none', 1, -8262, 68260644, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'region', 'north', 739685, 'ticket', 'email', 'use', 'payment', 1, 6371, 40589641, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('w', 'test-1', 'region', 'north', 739686, 'ticket', 'email', 'support', 'payment', 2, 1731, 48436541, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('x', 'test-1', '', '', 739677, 'ticket', 'email', 'support', 'payment', 1, -3979, 15832441, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('x', 'test-1', '', '', 739678, 'ticket', 'email', 'purchase', 'none', 1, 8467, 71690089, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('x', 'test-1', '', '', 739679, 'ticket', 'email', 'none', 'none', 1, -4989, 24890121, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.cell VALUES ('x', 'test-1', '', '', 739679, 'ticket', 'email', 'use', 'none', 1, -8262, 68260644, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO public.compaction VALUES (1, 1772539200000000);
INSERT INTO public.correction VALUES (1, '05406119d7238746f8087db277234e98', 0, 'w', 'advocacy', 'app', 2500, '|joy|relief|', 1, 'key-1', 1772452800000000);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', '', '', 739677, 'social', 'email', 1, 1, 0, 0, 0, 0, 1, 0);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', '', '', 739677, 'ticket', 'email', 5, 2, 1, 1, 1, 0, 2, 0);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', '', '', 739678, 'ticket', 'email', 2, 2, 0, 0, 0, 0, 3, 1);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', '', '', 739679, 'ticket', 'email', 3, 3, 0, 0, 0, 0, 3, 0);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', '', '', 739680, 'ticket', 'email', 2, 2, 0, 0, 0, 0, 3, 1);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', '', '', 739685, 'ticket', 'email', 3, 3, 0, 0, 0, 0, 4, 1);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', '', '', 739686, 'ticket', 'email', 2, 2, 0, 0, 0, 0, 2, 0);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', 'plan', 'free', 739677, 'ticket', 'email', 1, 1, 0, 0, 0, 0, 1, 0);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', 'plan', 'free', 739678, 'ticket', 'email', 1, 1, 0, 0, 0, 0, 2, 1);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', 'plan', 'free', 739679, 'ticket', 'email', 2, 2, 0, 0, 0, 0, 2, 0);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', 'plan', 'free', 739680, 'ticket', 'email', 1, 1, 0, 0, 0, 0, 2, 1);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', 'plan', 'free', 739685, 'ticket', 'email', 2, 2, 0, 0, 0, 0, 3, 1);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', 'plan', 'free', 739686, 'ticket', 'email', 1, 1, 0, 0, 0, 0, 1, 0);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', 'plan', 'pro', 739677, 'ticket', 'email', 1, 1, 0, 0, 0, 0, 1, 0);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', 'plan', 'pro', 739678, 'ticket', 'email', 1, 1, 0, 0, 0, 0, 1, 0);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', 'plan', 'pro', 739679, 'ticket', 'email', 1, 1, 0, 0, 0, 0, 1, 0);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', 'plan', 'pro', 739680, 'ticket', 'email', 1, 1, 0, 0, 0, 0, 1, 0);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', 'plan', 'pro', 739685, 'ticket', 'email', 1, 1, 0, 0, 0, 0, 1, 0);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', 'plan', 'pro', 739686, 'ticket', 'email', 1, 1, 0, 0, 0, 0, 1, 0);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', 'region', 'north', 739677, 'ticket', 'email', 1, 1, 0, 0, 0, 0, 1, 0);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', 'region', 'north', 739678, 'ticket', 'email', 2, 2, 0, 0, 0, 0, 3, 1);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', 'region', 'north', 739679, 'ticket', 'email', 3, 3, 0, 0, 0, 0, 3, 0);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', 'region', 'north', 739680, 'ticket', 'email', 2, 2, 0, 0, 0, 0, 3, 1);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', 'region', 'north', 739685, 'ticket', 'email', 3, 3, 0, 0, 0, 0, 4, 1);
INSERT INTO public.coverage_cell VALUES ('w', 'test-1', 'region', 'north', 739686, 'ticket', 'email', 2, 2, 0, 0, 0, 0, 2, 0);
INSERT INTO public.coverage_cell VALUES ('x', 'test-1', '', '', 739677, 'ticket', 'email', 1, 1, 0, 0, 0, 0, 1, 0);
INSERT INTO public.coverage_cell VALUES ('x', 'test-1', '', '', 739678, 'ticket', 'email', 1, 1, 0, 0, 0, 0, 1, 0);
INSERT INTO public.coverage_cell VALUES ('x', 'test-1', '', '', 739679, 'ticket', 'email', 1, 1, 0, 0, 0, 0, 2, 1);
INSERT INTO public.customer VALUES (1, 'w', 'c0');
INSERT INTO public.customer VALUES (2, 'w', 'c1');
INSERT INTO public.customer VALUES (3, 'w', 'c2');
INSERT INTO public.customer VALUES (5, 'x', 'c1');
INSERT INTO public.customer_cell VALUES ('w', 'test-1', '', '', 739677, 'social', 'email', 'purchase', 'none', -23, 1, 8467);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', '', '', 739677, 'ticket', 'email', 'advocacy', 'app', 1, 1, 2500);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', '', '', 739677, 'ticket', 'email', 'use', 'app', 2, 1, -8657);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', '', '', 739678, 'ticket', 'email', 'none', 'none', 3, 1, -4989);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', '', '', 739678, 'ticket', 'email', 'use', 'none', 3, 1, -8262);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', '', '', 739678, 'ticket', 'email', 'use', 'payment', 1, 1, 6371);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', '', '', 739679, 'ticket', 'email', 'support', 'payment', 1, 1, -3979);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', '', '', 739679, 'ticket', 'email', 'support', 'payment', 3, 1, 5710);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', '', '', 739679, 'ticket', 'email', 'use', 'app', 2, 1, -1825);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', '', '', 739680, 'ticket', 'email', 'none', 'none', 3, 1, -4989);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', '', '', 739680, 'ticket', 'email', 'purchase', 'none', 2, 1, 8467);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', '', '', 739680, 'ticket', 'email', 'use', 'none', 3, 1, -8262);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', '', '', 739685, 'ticket', 'email', 'none', 'none', 3, 1, -4989);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', '', '', 739685, 'ticket', 'email', 'use', 'app', 2, 1, -1825);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', '', '', 739685, 'ticket', 'email', 'use', 'none', 3, 1, -8262);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', '', '', 739685, 'ticket', 'email', 'use', 'payment', 1, 1, 6371);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', '', '', 739686, 'ticket', 'email', 'support', 'payment', 1, 1, -3979);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', '', '', 739686, 'ticket', 'email', 'support', 'payment', 3, 1, 5710);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'plan', 'free', 739677, 'ticket', 'email', 'advocacy', 'app', 1, 1, 2500);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'plan', 'free', 739678, 'ticket', 'email', 'none', 'none', 3, 1, -4989);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'plan', 'free', 739678, 'ticket', 'email', 'use', 'none', 3, 1, -8262);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'plan', 'free', 739679, 'ticket', 'email', 'support', 'payment', 1, 1, -3979);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'plan', 'free', 739679, 'ticket', 'email', 'use', 'app', 2, 1, -1825);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'plan', 'free', 739680, 'ticket', 'email', 'none', 'none', 3, 1, -4989);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'plan', 'free', 739680, 'ticket', 'email', 'use', 'none', 3, 1, -8262);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'plan', 'free', 739685, 'ticket', 'email', 'none', 'none', 3, 1, -4989);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'plan', 'free', 739685, 'ticket', 'email', 'use', 'app', 2, 1, -1825);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'plan', 'free', 739685, 'ticket', 'email', 'use', 'none', 3, 1, -8262);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'plan', 'free', 739686, 'ticket', 'email', 'support', 'payment', 1, 1, -3979);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'plan', 'pro', 739677, 'ticket', 'email', 'use', 'app', 2, 1, -8657);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'plan', 'pro', 739678, 'ticket', 'email', 'use', 'payment', 1, 1, 6371);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'plan', 'pro', 739679, 'ticket', 'email', 'support', 'payment', 3, 1, 5710);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'plan', 'pro', 739680, 'ticket', 'email', 'purchase', 'none', 2, 1, 8467);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'plan', 'pro', 739685, 'ticket', 'email', 'use', 'payment', 1, 1, 6371);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'plan', 'pro', 739686, 'ticket', 'email', 'support', 'payment', 3, 1, 5710);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'region', 'north', 739677, 'ticket', 'email', 'advocacy', 'app', 1, 1, 2500);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'region', 'north', 739678, 'ticket', 'email', 'none', 'none', 3, 1, -4989);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'region', 'north', 739678, 'ticket', 'email', 'use', 'none', 3, 1, -8262);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'region', 'north', 739678, 'ticket', 'email', 'use', 'payment', 1, 1, 6371);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'region', 'north', 739679, 'ticket', 'email', 'support', 'payment', 1, 1, -3979);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'region', 'north', 739679, 'ticket', 'email', 'support', 'payment', 3, 1, 5710);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'region', 'north', 739679, 'ticket', 'email', 'use', 'app', 2, 1, -1825);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'region', 'north', 739680, 'ticket', 'email', 'none', 'none', 3, 1, -4989);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'region', 'north', 739680, 'ticket', 'email', 'purchase', 'none', 2, 1, 8467);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'region', 'north', 739680, 'ticket', 'email', 'use', 'none', 3, 1, -8262);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'region', 'north', 739685, 'ticket', 'email', 'none', 'none', 3, 1, -4989);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'region', 'north', 739685, 'ticket', 'email', 'use', 'app', 2, 1, -1825);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'region', 'north', 739685, 'ticket', 'email', 'use', 'none', 3, 1, -8262);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'region', 'north', 739685, 'ticket', 'email', 'use', 'payment', 1, 1, 6371);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'region', 'north', 739686, 'ticket', 'email', 'support', 'payment', 1, 1, -3979);
INSERT INTO public.customer_cell VALUES ('w', 'test-1', 'region', 'north', 739686, 'ticket', 'email', 'support', 'payment', 3, 1, 5710);
INSERT INTO public.customer_cell VALUES ('x', 'test-1', '', '', 739677, 'ticket', 'email', 'support', 'payment', 5, 1, -3979);
INSERT INTO public.customer_cell VALUES ('x', 'test-1', '', '', 739678, 'ticket', 'email', 'purchase', 'none', 5, 1, 8467);
INSERT INTO public.customer_cell VALUES ('x', 'test-1', '', '', 739679, 'ticket', 'email', 'none', 'none', 5, 1, -4989);
INSERT INTO public.customer_cell VALUES ('x', 'test-1', '', '', 739679, 'ticket', 'email', 'use', 'none', 5, 1, -8262);
INSERT INTO public.delivery VALUES ('w', 'blog', '2222222222222222222222222222222222222222222222222222222222222222', 2087812800000000);
INSERT INTO public.event VALUES (1, 'w', 1772463600000000, 'source.failing', 'blog', 'it is down');
INSERT INTO public.feed VALUES ('w', 'blog', 'rss', '{"url": "https://example.org/feed"}', '* * * * *', 'UTC', 1772452800000000, NULL, false, 'c2', 1772463600000000, 1772452800000000, 3, 'it is down', NULL, NULL);
INSERT INTO public.feed_day VALUES ('w', 'blog', 739677, '{"a repost": 2}', 1);
INSERT INTO public.feed_file VALUES ('w', 'blog', 'a.csv', 'mark', NULL);
INSERT INTO public.feed_rest VALUES ('w', 'blog', 1772467200000000);
INSERT INTO public.import VALUES ('w', 'a', 'export.csv', 'done', 1772452800000000, 1772452860000000, 3, 'file', 'ticket', '{"mapping":{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null},"source":"ticket","connection":"file","preset":null,"fields":[],"questions":[]}', '{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null}', NULL, 9, 9, 0, 0, 0, 0, 0, 2, 8);
INSERT INTO public.import VALUES ('w', 'b', 'export.csv', 'done', 1772456400000000, 1772456460000000, 3, 'file', 'ticket', '{"mapping":{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null},"source":"ticket","connection":"file","preset":null,"fields":[],"questions":[]}', '{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null}', NULL, 2, 0, 2, 0, 0, 0, 0, 0, 3);
INSERT INTO public.import VALUES ('w', 'c', 'export.csv', 'done', 1772460000000000, 1772460060000000, 3, 'file', 'ticket', '{"mapping":{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null},"source":"ticket","connection":"file","preset":null,"fields":[],"questions":[]}', '{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null}', NULL, 3, 3, 0, 0, 0, 0, 0, 0, 4);
INSERT INTO public.import VALUES ('w', 'd', 'export.csv', 'undone', 1772463600000000, 1772452800000000, 3, 'file', 'ticket', '{"mapping":{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null},"source":"ticket","connection":"file","preset":null,"fields":[],"questions":[]}', '{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null}', NULL, 2, 1, 1, 0, 0, 0, 0, 0, 2);
INSERT INTO public.import VALUES ('w', 'gone', 'export.csv', 'done', 1772452800000000, 1772452860000000, 3, 'file', 'ticket', '{"mapping":{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null},"source":"ticket","connection":"file","preset":null,"fields":[],"questions":[]}', '{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null}', NULL, 1, 1, 0, 0, 0, 0, 0, 0, 1);
INSERT INTO public.import VALUES ('w', 'running', 'export.csv', 'running', 1772467200000000, NULL, 8, 'file', 'ticket', '{"mapping":{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null},"source":"ticket","connection":"file","preset":null,"fields":[],"questions":[]}', '{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null}', NULL, 6, 5, 0, 0, 0, 0, 1, 0, 6);
INSERT INTO public.import VALUES ('w', 'asks', 'export.csv', 'needs_mapping', 1772470800000000, NULL, NULL, NULL, NULL, '{"mapping":{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null},"source":"ticket","connection":"file","preset":null,"fields":[],"questions":[]}', NULL, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.import VALUES ('w', 'fails', 'bad.csv', 'failed', 1772474400000000, 1772452800000000, NULL, NULL, NULL, NULL, NULL, 'it is empty', 0, 0, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.import VALUES ('x', 'i', 'export.csv', 'done', 1772452800000000, 1772452860000000, 3, 'file', 'ticket', '{"mapping":{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null},"source":"ticket","connection":"file","preset":null,"fields":[],"questions":[]}', '{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null}', NULL, 3, 3, 0, 0, 0, 0, 0, 0, 4);
INSERT INTO public.import VALUES ('w', 'pull_0000000000000001', 'blog', 'done', 1772452800000000, 1772452800000000, NULL, 'blog', 'social', NULL, NULL, NULL, 2, 2, 0, 0, 0, 0, 0, 0, 2);
INSERT INTO public.import_chunk VALUES ('w', 'a', 0);
INSERT INTO public.import_chunk VALUES ('w', 'b', 0);
INSERT INTO public.import_chunk VALUES ('w', 'c', 0);
INSERT INTO public.import_chunk VALUES ('w', 'd', 0);
INSERT INTO public.import_chunk VALUES ('w', 'gone', 0);
INSERT INTO public.import_chunk VALUES ('w', 'running', 0);
INSERT INTO public.import_chunk VALUES ('w', 'running', 1);
INSERT INTO public.import_chunk VALUES ('x', 'i', 0);
INSERT INTO public.import_row VALUES ('w', 'a', 1, 1, 1, 'export.csv');
INSERT INTO public.import_row VALUES ('w', 'a', 2, 2, 2, 'export.csv');
INSERT INTO public.import_row VALUES ('w', 'a', 3, 3, 3, 'export.csv');
INSERT INTO public.import_row VALUES ('w', 'a', 4, 4, 4, 'export.csv');
INSERT INTO public.import_row VALUES ('w', 'a', 5, 5, 5, 'export.csv');
INSERT INTO public.import_row VALUES ('w', 'a', 6, 6, 6, 'export.csv');
INSERT INTO public.import_row VALUES ('w', 'a', 7, 7, 1, 'export.csv');
INSERT INTO public.import_row VALUES ('w', 'a', 8, 8, 1, 'export.csv');
INSERT INTO public.import_row VALUES ('w', 'a', 9, 9, 1, 'export.csv');
INSERT INTO public.import_row VALUES ('w', 'b', 2, 10, 1, 'export.csv');
INSERT INTO public.import_row VALUES ('w', 'b', 3, 11, 3, 'export.csv');
INSERT INTO public.import_row VALUES ('w', 'c', 10, 12, 7, 'export.csv');
INSERT INTO public.import_row VALUES ('w', 'c', 11, 13, 8, 'export.csv');
INSERT INTO public.import_row VALUES ('w', 'c', 12, 14, 9, 'export.csv');
INSERT INTO public.import_row VALUES ('w', 'pull_0000000000000001', 23, 26, 1, 'export.csv');
INSERT INTO public.import_row VALUES ('w', 'running', 15, 18, 21, 'export.csv');
INSERT INTO public.import_row VALUES ('w', 'running', 16, 19, 22, 'export.csv');
INSERT INTO public.import_row VALUES ('w', 'running', 17, 20, 23, 'export.csv');
INSERT INTO public.import_row VALUES ('w', 'running', 18, 21, 24, 'export.csv');
INSERT INTO public.import_row VALUES ('w', 'running', 19, 22, 25, 'export.csv');
INSERT INTO public.import_row VALUES ('x', 'i', 20, 23, 1, 'export.csv');
INSERT INTO public.import_row VALUES ('x', 'i', 21, 24, 1, 'export.csv');
INSERT INTO public.import_row VALUES ('x', 'i', 22, 25, 1, 'export.csv');
INSERT INTO public.item VALUES (1, 'w', 'file', 'id-0', 1);
INSERT INTO public.item VALUES (2, 'w', 'file', 'id-1', 10);
INSERT INTO public.item VALUES (3, 'w', 'file', 'id-2', 11);
INSERT INTO public.item VALUES (4, 'w', 'file', 'id-3', 4);
INSERT INTO public.item VALUES (5, 'w', 'file', 'id-4', 5);
INSERT INTO public.item VALUES (6, 'w', 'file', 'id-5', 6);
INSERT INTO public.item VALUES (7, 'w', 'file', 'id-de', 7);
INSERT INTO public.item VALUES (8, 'w', 'file', 'id-wait', 8);
INSERT INTO public.item VALUES (9, 'w', 'file', 'id-nps', 9);
INSERT INTO public.item VALUES (10, 'w', 'file', 'id-6', 12);
INSERT INTO public.item VALUES (11, 'w', 'file', 'id-7', 13);
INSERT INTO public.item VALUES (12, 'w', 'file', 'id-8', 14);
INSERT INTO public.item VALUES (15, 'w', 'file', 'id-20', 18);
INSERT INTO public.item VALUES (16, 'w', 'file', 'id-21', 19);
INSERT INTO public.item VALUES (17, 'w', 'file', 'id-22', 20);
INSERT INTO public.item VALUES (18, 'w', 'file', 'id-23', 21);
INSERT INTO public.item VALUES (19, 'w', 'file', 'id-24', 22);
INSERT INTO public.item VALUES (20, 'x', 'file', 'x0', 23);
INSERT INTO public.item VALUES (21, 'x', 'file', 'x1', 24);
INSERT INTO public.item VALUES (22, 'x', 'file', 'x2', 25);
INSERT INTO public.item VALUES (23, 'w', 'blog', 'p1', 26);
INSERT INTO public.item_segment VALUES (1, 'plan', 'w', 'free', 'free');
INSERT INTO public.item_segment VALUES (1, 'region', 'w', 'north', 'north');
INSERT INTO public.item_segment VALUES (2, 'plan', 'w', 'pro', 'pro');
INSERT INTO public.item_segment VALUES (2, 'region', 'w', 'north', 'north');
INSERT INTO public.item_segment VALUES (3, 'plan', 'w', 'free', 'free');
INSERT INTO public.item_segment VALUES (3, 'region', 'w', 'north', 'north');
INSERT INTO public.item_segment VALUES (4, 'plan', 'w', 'pro', 'pro');
INSERT INTO public.item_segment VALUES (4, 'region', 'w', 'north', 'north');
INSERT INTO public.item_segment VALUES (5, 'plan', 'w', 'free', 'free');
INSERT INTO public.item_segment VALUES (5, 'region', 'w', 'north', 'north');
INSERT INTO public.item_segment VALUES (6, 'plan', 'w', 'pro', 'pro');
INSERT INTO public.item_segment VALUES (6, 'region', 'w', 'north', 'north');
INSERT INTO public.item_segment VALUES (10, 'plan', 'w', 'pro', 'pro');
INSERT INTO public.item_segment VALUES (11, 'plan', 'w', 'free', 'free');
INSERT INTO public.item_segment VALUES (11, 'region', 'w', 'north', 'north');
INSERT INTO public.item_segment VALUES (12, 'plan', 'w', 'free', 'free');
INSERT INTO public.item_segment VALUES (12, 'region', 'w', 'north', 'north');
INSERT INTO public.item_segment VALUES (13, 'plan', 'w', 'pro', 'pro');
INSERT INTO public.item_segment VALUES (13, 'region', 'w', 'north', 'north');
INSERT INTO public.item_segment VALUES (14, 'plan', 'w', 'free', 'free');
INSERT INTO public.item_segment VALUES (14, 'region', 'w', 'north', 'north');
INSERT INTO public.item_segment VALUES (18, 'plan', 'w', 'free', 'free');
INSERT INTO public.item_segment VALUES (18, 'region', 'w', 'north', 'north');
INSERT INTO public.item_segment VALUES (19, 'plan', 'w', 'pro', 'pro');
INSERT INTO public.item_segment VALUES (19, 'region', 'w', 'north', 'north');
INSERT INTO public.item_segment VALUES (20, 'plan', 'w', 'free', 'free');
INSERT INTO public.item_segment VALUES (20, 'region', 'w', 'north', 'north');
INSERT INTO public.item_segment VALUES (21, 'plan', 'w', 'pro', 'pro');
INSERT INTO public.item_segment VALUES (21, 'region', 'w', 'north', 'north');
INSERT INTO public.item_segment VALUES (22, 'plan', 'w', 'free', 'free');
INSERT INTO public.item_segment VALUES (22, 'region', 'w', 'north', 'north');
INSERT INTO public.item_version VALUES (1, 'w', 1, 'a', true, 739677, 1772452800000000, 'ticket', 'email', 'scored', 1, 1, NULL, NULL, NULL, NULL, '7cdfed1d8c244e556551e640d8757b770146e2740c6ab2e0872f59d73008bd6a', 'tiny/1', 'customer', 'en', 'export.csv', 1, NULL, NULL, '{"plan":"free","region":"north"}', '[[0,15]]', 'It broke again.');
INSERT INTO public.item_version VALUES (2, 'w', 2, 'a', false, 739677, 1772485200000000, 'ticket', 'email', 'scored', 2, 2, NULL, NULL, NULL, NULL, 'e878ac840959c92a5134d8fe13745e1ab0aa37a9455b9c65cd721b756331ccf2', 'tiny/1', 'customer', 'en', 'export.csv', 2, NULL, NULL, '{"plan":"pro","region":"north"}', '[[0,10]]', 'I love it.');
INSERT INTO public.item_version VALUES (3, 'w', 3, 'a', false, 739678, 1772517600000000, 'ticket', 'email', 'scored', 3, 3, NULL, NULL, NULL, NULL, 'fda07caf197469861b48aa21951e09efbd8c95c35309ea6a7707e1908bda59c4', 'tiny/1', 'customer', 'en', 'export.csv', 3, NULL, NULL, '{"plan":"free","region":"north"}', '[[0,18],[19,34]]', 'Paid twice for it.
Nobody answers.');
INSERT INTO public.item_version VALUES (4, 'w', 4, 'a', true, 739678, 1772550000000000, 'ticket', 'email', 'scored', 1, 4, NULL, NULL, NULL, NULL, '52805ba958568ea8835055d46e28d651fd64afd8143a5d1bc3fa8149473ae11c', 'tiny/1', 'customer', 'en', 'export.csv', 4, NULL, NULL, '{"plan":"pro","region":"north"}', '[[0,18]]', 'Größe passt nicht.');
INSERT INTO public.item_version VALUES (5, 'w', 5, 'a', true, 739679, 1772582400000000, 'ticket', 'email', 'scored', 2, 5, NULL, NULL, NULL, NULL, 'a7ce39c623de541f99bcfde0cf5d20ea8daa390d5b7718061b912b47b15584a3', 'tiny/1', 'customer', 'en', 'export.csv', 5, NULL, NULL, '{"plan":"free","region":"north"}', '[[0,17]]', '“Fine”, she said.');
INSERT INTO public.item_version VALUES (6, 'w', 6, 'a', true, 739679, 1772614800000000, 'ticket', 'email', 'scored', 3, 1, NULL, NULL, NULL, NULL, 'd33fcd7524de2c77e58fbf8dab4948bcf5d9f3ddf7f3b16a26cc98883e4ebb5a', 'tiny/1', 'customer', 'en', 'export.csv', 6, NULL, NULL, '{"plan":"pro","region":"north"}', '[[0,16]]', 'Just ok; really.');
INSERT INTO public.item_version VALUES (7, 'w', 7, 'a', true, 739677, 1772452800000000, 'ticket', 'email', 'other_language', NULL, NULL, NULL, NULL, NULL, NULL, '3868f1885546bf24fea0ae1942ef0b437797be919ff80b595370327f1bf8eaa7', '', 'customer', 'de', 'export.csv', 1, NULL, NULL, '{}', '[[0,7]]', 'Kaputt.');
INSERT INTO public.item_version VALUES (8, 'w', 8, 'a', true, 739677, 1772452800000000, 'ticket', 'email', 'unscored', NULL, NULL, NULL, NULL, NULL, NULL, '6d11a2b347ef5a73da0ad16ca27e6577e058a47b1a984702e8e8d50ba2aa9ca5', '', 'customer', 'en', 'export.csv', 1, NULL, NULL, '{}', '[[0,6]]', 'Waits.');
INSERT INTO public.item_version VALUES (9, 'w', 9, 'a', true, 739677, 1772452800000000, 'ticket', 'email', 'rating_only', NULL, NULL, 9, NULL, NULL, NULL, '72a328a5f6b011bdb5e027d8e310f644239e269bacd72328a2fbc08f2808f0b2', '', 'customer', 'en', 'export.csv', 1, NULL, NULL, '{}', '[]', '');
INSERT INTO public.item_version VALUES (10, 'w', 2, 'b', true, 739677, 1772452800000000, 'ticket', 'email', 'scored', 2, NULL, NULL, 2.5, NULL, NULL, '6119359653f8543251db0a08f680a271528393933556791a5a8930979650b1a7', 'tiny/1', 'customer', 'en', 'export.csv', 1, NULL, NULL, '{"plan":"pro"}', '[[0,14]]', 'I hate it now.');
INSERT INTO public.item_version VALUES (11, 'w', 3, 'b', true, 739678, 1772517600000000, 'ticket', 'email', 'scored', 3, NULL, NULL, NULL, NULL, NULL, '89e5fa3711f6d61a630ca71b0c18f3dac5c28e732aa534e64e77e4477a3ad967', 'tiny/1', 'customer', 'en', 'export.csv', 3, NULL, NULL, '{"plan":"free","region":"north"}', '[[0,18],[19,34]]', 'Paid twice for it.
Nobody answers.');
INSERT INTO public.item_version VALUES (12, 'w', 10, 'c', true, 739679, 1772647200000000, 'ticket', 'email', 'scored', 1, NULL, NULL, NULL, NULL, NULL, 'b376189a17efe3b78d83c2ce0c2e2dd293a07a9db3b36c4e1f3be8155563df62', 'tiny/2', 'customer', 'en', 'export.csv', 7, NULL, NULL, '{"plan":"free","region":"north"}', '[[0,15]]', 'It broke again.');
INSERT INTO public.item_version VALUES (13, 'w', 11, 'c', true, 739680, 1772679600000000, 'ticket', 'email', 'scored', 2, NULL, NULL, NULL, NULL, NULL, '16b259d3ecce545a952a2a9ea7e51fe5ed333061c32bd908c3be624d2e194e52', 'tiny/2', 'customer', 'en', 'export.csv', 8, NULL, NULL, '{"plan":"pro","region":"north"}', '[[0,10]]', 'I love it.');
INSERT INTO public.item_version VALUES (14, 'w', 12, 'c', true, 739680, 1772712000000000, 'ticket', 'email', 'scored', 3, NULL, NULL, NULL, NULL, NULL, '1af62727369bc0c30e75e7ecfe1711ccd5be803fc11b1d90d50ae72ca400efd4', 'tiny/2', 'customer', 'en', 'export.csv', 9, NULL, NULL, '{"plan":"free","region":"north"}', '[[0,18],[19,34]]', 'Paid twice for it.
Nobody answers.');
INSERT INTO public.item_version VALUES (18, 'w', 15, 'running', true, 739685, 1773100800000000, 'ticket', 'email', 'scored', 3, NULL, NULL, NULL, NULL, NULL, 'd1b55d9f529c8381fe2c5f0438730bcf1ce38b1907e1b38462698baeadcf377b', 'tiny/1', 'customer', 'en', 'export.csv', 21, NULL, NULL, '{"plan":"free","region":"north"}', '[[0,18],[19,34]]', 'Paid twice for it.
Nobody answers.');
INSERT INTO public.item_version VALUES (19, 'w', 16, 'running', true, 739685, 1773133200000000, 'ticket', 'email', 'scored', 1, NULL, NULL, NULL, NULL, NULL, '6faddb0b2cb07bcbc908b24759c5feab18092c66a0788601936509fa72cdbfd4', 'tiny/1', 'customer', 'en', 'export.csv', 22, NULL, NULL, '{"plan":"pro","region":"north"}', '[[0,18]]', 'Größe passt nicht.');
INSERT INTO public.item_version VALUES (20, 'w', 17, 'running', true, 739685, 1773165600000000, 'ticket', 'email', 'scored', 2, NULL, NULL, NULL, NULL, NULL, 'a85f3060e1fcf9bd1aa9a124b438da80044dd977443ae8282dd43af9ca4a28eb', 'tiny/1', 'customer', 'en', 'export.csv', 23, NULL, NULL, '{"plan":"free","region":"north"}', '[[0,17]]', '“Fine”, she said.');
INSERT INTO public.item_version VALUES (21, 'w', 18, 'running', true, 739686, 1773198000000000, 'ticket', 'email', 'scored', 3, NULL, NULL, NULL, NULL, NULL, '53797c8c66163f58a9f2194a94bd3def473f3e0ce936768ad97e7bc275c73eca', 'tiny/1', 'customer', 'en', 'export.csv', 24, NULL, NULL, '{"plan":"pro","region":"north"}', '[[0,16]]', 'Just ok; really.');
INSERT INTO public.item_version VALUES (22, 'w', 19, 'running', true, 739686, 1773230400000000, 'ticket', 'email', 'scored', 1, NULL, NULL, NULL, NULL, NULL, '69bed31f3223c84da6cf17c28374fd82db34a68f0af499ccc5343991eda0c848', 'tiny/1', 'customer', 'en', 'export.csv', 25, NULL, NULL, '{"plan":"free","region":"north"}', '[[0,15]]', 'It broke again.');
INSERT INTO public.item_version VALUES (23, 'x', 20, 'i', true, 739677, 1772452800000000, 'ticket', 'email', 'scored', 5, NULL, NULL, NULL, NULL, NULL, '3838424dee1e5be8d04034c76f4e5ffee1696b4e445db1c6d8e670280fa5ae33', 'tiny/1', 'customer', 'en', 'export.csv', 1, NULL, NULL, '{}', '[[0,15]]', 'It broke again.');
INSERT INTO public.item_version VALUES (24, 'x', 21, 'i', true, 739678, 1772539200000000, 'ticket', 'email', 'scored', 5, NULL, NULL, NULL, NULL, NULL, '26d69ec5964748cb6c76dc4d568e3501762c9218997cf35831a2cf0604d86df4', 'tiny/1', 'customer', 'en', 'export.csv', 1, NULL, NULL, '{}', '[[0,10]]', 'I love it.');
INSERT INTO public.item_version VALUES (25, 'x', 22, 'i', true, 739679, 1772625600000000, 'ticket', 'email', 'scored', 5, NULL, NULL, NULL, NULL, NULL, 'bf766df0968588e6963a52cf442e0744738b8418713971888b51f6f7c5b93ef6', 'tiny/1', 'customer', 'en', 'export.csv', 1, NULL, NULL, '{}', '[[0,18],[19,34]]', 'Paid twice for it.
Nobody answers.');
INSERT INTO public.item_version VALUES (26, 'w', 23, 'pull_0000000000000001', true, 739677, 1772452800000000, 'social', 'email', 'scored', NULL, NULL, NULL, NULL, NULL, NULL, '17c0aa1ac9eba4607cf348c76b52c8050d26cf2a64c51b1a111f25c478fe36f8', 'tiny/1', 'customer', 'en', 'export.csv', 1, NULL, NULL, '{}', '[[0,10]]', 'I love it.');
INSERT INTO public.judged_cell VALUES ('w', 'test-1', '', '', 739677, 'social', 'email', 'tiny/1', 'purchase', 1, 8467);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', '', '', 739677, 'ticket', 'email', 'person', 'advocacy', 1, 2500);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', '', '', 739677, 'ticket', 'email', 'tiny/1', 'use', 1, -8657);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', '', '', 739678, 'ticket', 'email', 'tiny/1', 'none', 1, -4989);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', '', '', 739678, 'ticket', 'email', 'tiny/1', 'use', 2, -1891);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', '', '', 739679, 'ticket', 'email', 'tiny/1', 'support', 1, 5710);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', '', '', 739679, 'ticket', 'email', 'tiny/1', 'use', 1, -1825);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', '', '', 739679, 'ticket', 'email', 'tiny/2', 'support', 1, -3979);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', '', '', 739680, 'ticket', 'email', 'tiny/2', 'none', 1, -4989);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', '', '', 739680, 'ticket', 'email', 'tiny/2', 'purchase', 1, 8467);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', '', '', 739680, 'ticket', 'email', 'tiny/2', 'use', 1, -8262);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', '', '', 739685, 'ticket', 'email', 'tiny/1', 'none', 1, -4989);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', '', '', 739685, 'ticket', 'email', 'tiny/1', 'use', 3, -3716);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', '', '', 739686, 'ticket', 'email', 'tiny/1', 'support', 2, 1731);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'plan', 'free', 739677, 'ticket', 'email', 'person', 'advocacy', 1, 2500);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'plan', 'free', 739678, 'ticket', 'email', 'tiny/1', 'none', 1, -4989);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'plan', 'free', 739678, 'ticket', 'email', 'tiny/1', 'use', 1, -8262);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'plan', 'free', 739679, 'ticket', 'email', 'tiny/1', 'use', 1, -1825);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'plan', 'free', 739679, 'ticket', 'email', 'tiny/2', 'support', 1, -3979);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'plan', 'free', 739680, 'ticket', 'email', 'tiny/2', 'none', 1, -4989);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'plan', 'free', 739680, 'ticket', 'email', 'tiny/2', 'use', 1, -8262);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'plan', 'free', 739685, 'ticket', 'email', 'tiny/1', 'none', 1, -4989);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'plan', 'free', 739685, 'ticket', 'email', 'tiny/1', 'use', 2, -10087);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'plan', 'free', 739686, 'ticket', 'email', 'tiny/1', 'support', 1, -3979);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'plan', 'pro', 739677, 'ticket', 'email', 'tiny/1', 'use', 1, -8657);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'plan', 'pro', 739678, 'ticket', 'email', 'tiny/1', 'use', 1, 6371);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'plan', 'pro', 739679, 'ticket', 'email', 'tiny/1', 'support', 1, 5710);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'plan', 'pro', 739680, 'ticket', 'email', 'tiny/2', 'purchase', 1, 8467);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'plan', 'pro', 739685, 'ticket', 'email', 'tiny/1', 'use', 1, 6371);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'plan', 'pro', 739686, 'ticket', 'email', 'tiny/1', 'support', 1, 5710);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'region', 'north', 739677, 'ticket', 'email', 'person', 'advocacy', 1, 2500);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'region', 'north', 739678, 'ticket', 'email', 'tiny/1', 'none', 1, -4989);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'region', 'north', 739678, 'ticket', 'email', 'tiny/1', 'use', 2, -1891);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'region', 'north', 739679, 'ticket', 'email', 'tiny/1', 'support', 1, 5710);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'region', 'north', 739679, 'ticket', 'email', 'tiny/1', 'use', 1, -1825);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'region', 'north', 739679, 'ticket', 'email', 'tiny/2', 'support', 1, -3979);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'region', 'north', 739680, 'ticket', 'email', 'tiny/2', 'none', 1, -4989);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'region', 'north', 739680, 'ticket', 'email', 'tiny/2', 'purchase', 1, 8467);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'region', 'north', 739680, 'ticket', 'email', 'tiny/2', 'use', 1, -8262);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'region', 'north', 739685, 'ticket', 'email', 'tiny/1', 'none', 1, -4989);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'region', 'north', 739685, 'ticket', 'email', 'tiny/1', 'use', 3, -3716);
INSERT INTO public.judged_cell VALUES ('w', 'test-1', 'region', 'north', 739686, 'ticket', 'email', 'tiny/1', 'support', 2, 1731);
INSERT INTO public.judged_cell VALUES ('x', 'test-1', '', '', 739677, 'ticket', 'email', 'tiny/1', 'support', 1, -3979);
INSERT INTO public.judged_cell VALUES ('x', 'test-1', '', '', 739678, 'ticket', 'email', 'tiny/1', 'purchase', 1, 8467);
INSERT INTO public.judged_cell VALUES ('x', 'test-1', '', '', 739679, 'ticket', 'email', 'tiny/1', 'none', 1, -4989);
INSERT INTO public.judged_cell VALUES ('x', 'test-1', '', '', 739679, 'ticket', 'email', 'tiny/1', 'use', 1, -8262);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739677, 'social', 'email', '', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739677, 'social', 'email', 'purchase', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739677, 'social', 'email', 'purchase', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739677, 'ticket', 'email', '', '', 5, 1, 1, 0, 1, 250, 1, 100);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739677, 'ticket', 'email', 'advocacy', '', 1, 0, 0, 0, 0, 0, 1, 100);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739677, 'ticket', 'email', 'advocacy', 'app', 1, 0, 0, 0, 0, 0, 1, 100);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739677, 'ticket', 'email', 'use', '', 1, 0, 0, 0, 1, 250, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739677, 'ticket', 'email', 'use', 'app', 1, 0, 0, 0, 1, 250, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739678, 'ticket', 'email', '', '', 2, 0, 0, 0, 0, 0, 1, 400);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739678, 'ticket', 'email', 'none', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739678, 'ticket', 'email', 'none', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739678, 'ticket', 'email', 'use', '', 2, 0, 0, 0, 0, 0, 1, 400);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739678, 'ticket', 'email', 'use', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739678, 'ticket', 'email', 'use', 'payment', 1, 0, 0, 0, 0, 0, 1, 400);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739679, 'ticket', 'email', '', '', 3, 0, 0, 0, 0, 0, 2, 600);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739679, 'ticket', 'email', 'support', '', 2, 0, 0, 0, 0, 0, 1, 100);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739679, 'ticket', 'email', 'support', 'payment', 2, 0, 0, 0, 0, 0, 1, 100);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739679, 'ticket', 'email', 'use', '', 1, 0, 0, 0, 0, 0, 1, 500);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739679, 'ticket', 'email', 'use', 'app', 1, 0, 0, 0, 0, 0, 1, 500);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739680, 'ticket', 'email', '', '', 2, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739680, 'ticket', 'email', 'none', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739680, 'ticket', 'email', 'none', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739680, 'ticket', 'email', 'purchase', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739680, 'ticket', 'email', 'purchase', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739680, 'ticket', 'email', 'use', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739680, 'ticket', 'email', 'use', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739685, 'ticket', 'email', '', '', 3, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739685, 'ticket', 'email', 'none', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739685, 'ticket', 'email', 'none', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739685, 'ticket', 'email', 'use', '', 3, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739685, 'ticket', 'email', 'use', 'app', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739685, 'ticket', 'email', 'use', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739685, 'ticket', 'email', 'use', 'payment', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739686, 'ticket', 'email', '', '', 2, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739686, 'ticket', 'email', 'support', '', 2, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', '', '', 739686, 'ticket', 'email', 'support', 'payment', 2, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739677, 'ticket', 'email', '', '', 1, 0, 0, 0, 0, 0, 1, 100);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739677, 'ticket', 'email', 'advocacy', '', 1, 0, 0, 0, 0, 0, 1, 100);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739677, 'ticket', 'email', 'advocacy', 'app', 1, 0, 0, 0, 0, 0, 1, 100);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739678, 'ticket', 'email', '', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739678, 'ticket', 'email', 'none', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739678, 'ticket', 'email', 'none', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739678, 'ticket', 'email', 'use', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739678, 'ticket', 'email', 'use', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739679, 'ticket', 'email', '', '', 2, 0, 0, 0, 0, 0, 1, 500);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739679, 'ticket', 'email', 'support', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739679, 'ticket', 'email', 'support', 'payment', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739679, 'ticket', 'email', 'use', '', 1, 0, 0, 0, 0, 0, 1, 500);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739679, 'ticket', 'email', 'use', 'app', 1, 0, 0, 0, 0, 0, 1, 500);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739680, 'ticket', 'email', '', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739680, 'ticket', 'email', 'none', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739680, 'ticket', 'email', 'none', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739680, 'ticket', 'email', 'use', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739680, 'ticket', 'email', 'use', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739685, 'ticket', 'email', '', '', 2, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739685, 'ticket', 'email', 'none', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739685, 'ticket', 'email', 'none', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739685, 'ticket', 'email', 'use', '', 2, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739685, 'ticket', 'email', 'use', 'app', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739685, 'ticket', 'email', 'use', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739686, 'ticket', 'email', '', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739686, 'ticket', 'email', 'support', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'free', 739686, 'ticket', 'email', 'support', 'payment', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'pro', 739677, 'ticket', 'email', '', '', 1, 0, 0, 0, 1, 250, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'pro', 739677, 'ticket', 'email', 'use', '', 1, 0, 0, 0, 1, 250, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'pro', 739677, 'ticket', 'email', 'use', 'app', 1, 0, 0, 0, 1, 250, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'pro', 739678, 'ticket', 'email', '', '', 1, 0, 0, 0, 0, 0, 1, 400);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'pro', 739678, 'ticket', 'email', 'use', '', 1, 0, 0, 0, 0, 0, 1, 400);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'pro', 739678, 'ticket', 'email', 'use', 'payment', 1, 0, 0, 0, 0, 0, 1, 400);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'pro', 739679, 'ticket', 'email', '', '', 1, 0, 0, 0, 0, 0, 1, 100);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'pro', 739679, 'ticket', 'email', 'support', '', 1, 0, 0, 0, 0, 0, 1, 100);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'pro', 739679, 'ticket', 'email', 'support', 'payment', 1, 0, 0, 0, 0, 0, 1, 100);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'pro', 739680, 'ticket', 'email', '', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'pro', 739680, 'ticket', 'email', 'purchase', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'pro', 739680, 'ticket', 'email', 'purchase', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'pro', 739685, 'ticket', 'email', '', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'pro', 739685, 'ticket', 'email', 'use', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'pro', 739685, 'ticket', 'email', 'use', 'payment', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'pro', 739686, 'ticket', 'email', '', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'pro', 739686, 'ticket', 'email', 'support', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'plan', 'pro', 739686, 'ticket', 'email', 'support', 'payment', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739677, 'ticket', 'email', '', '', 1, 0, 0, 0, 0, 0, 1, 100);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739677, 'ticket', 'email', 'advocacy', '', 1, 0, 0, 0, 0, 0, 1, 100);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739677, 'ticket', 'email', 'advocacy', 'app', 1, 0, 0, 0, 0, 0, 1, 100);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739678, 'ticket', 'email', '', '', 2, 0, 0, 0, 0, 0, 1, 400);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739678, 'ticket', 'email', 'none', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739678, 'ticket', 'email', 'none', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739678, 'ticket', 'email', 'use', '', 2, 0, 0, 0, 0, 0, 1, 400);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739678, 'ticket', 'email', 'use', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739678, 'ticket', 'email', 'use', 'payment', 1, 0, 0, 0, 0, 0, 1, 400);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739679, 'ticket', 'email', '', '', 3, 0, 0, 0, 0, 0, 2, 600);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739679, 'ticket', 'email', 'support', '', 2, 0, 0, 0, 0, 0, 1, 100);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739679, 'ticket', 'email', 'support', 'payment', 2, 0, 0, 0, 0, 0, 1, 100);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739679, 'ticket', 'email', 'use', '', 1, 0, 0, 0, 0, 0, 1, 500);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739679, 'ticket', 'email', 'use', 'app', 1, 0, 0, 0, 0, 0, 1, 500);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739680, 'ticket', 'email', '', '', 2, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739680, 'ticket', 'email', 'none', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739680, 'ticket', 'email', 'none', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739680, 'ticket', 'email', 'purchase', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739680, 'ticket', 'email', 'purchase', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739680, 'ticket', 'email', 'use', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739680, 'ticket', 'email', 'use', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739685, 'ticket', 'email', '', '', 3, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739685, 'ticket', 'email', 'none', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739685, 'ticket', 'email', 'none', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739685, 'ticket', 'email', 'use', '', 3, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739685, 'ticket', 'email', 'use', 'app', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739685, 'ticket', 'email', 'use', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739685, 'ticket', 'email', 'use', 'payment', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739686, 'ticket', 'email', '', '', 2, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739686, 'ticket', 'email', 'support', '', 2, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('w', 'test-1', 'region', 'north', 739686, 'ticket', 'email', 'support', 'payment', 2, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('x', 'test-1', '', '', 739677, 'ticket', 'email', '', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('x', 'test-1', '', '', 739677, 'ticket', 'email', 'support', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('x', 'test-1', '', '', 739677, 'ticket', 'email', 'support', 'payment', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('x', 'test-1', '', '', 739678, 'ticket', 'email', '', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('x', 'test-1', '', '', 739678, 'ticket', 'email', 'purchase', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('x', 'test-1', '', '', 739678, 'ticket', 'email', 'purchase', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('x', 'test-1', '', '', 739679, 'ticket', 'email', '', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('x', 'test-1', '', '', 739679, 'ticket', 'email', 'none', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('x', 'test-1', '', '', 739679, 'ticket', 'email', 'none', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('x', 'test-1', '', '', 739679, 'ticket', 'email', 'use', '', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.metric_cell VALUES ('x', 'test-1', '', '', 739679, 'ticket', 'email', 'use', 'none', 1, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO public.note VALUES ('w', 'fact', 'value');
INSERT INTO public.rejected_row VALUES (1, 'w', 'running', 6, 'no date', '{"text":"?","when":"never"}');
INSERT INTO public.remembered_mapping VALUES ('w', 'header', '{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null}', 'ticket');
INSERT INTO public.schema_version VALUES (2, false);
INSERT INTO public.segment VALUES ('w', 'plan');
INSERT INTO public.segment VALUES ('w', 'region');
INSERT INTO public.segment_value VALUES ('w', 'plan', 'free');
INSERT INTO public.segment_value VALUES ('w', 'region', 'north');
INSERT INTO public.segment_value VALUES ('w', 'plan', 'pro');
INSERT INTO public.statement VALUES (1, 'w', 1, 1, true, 739677, 1772452800000000, 'ticket', 'email', 1, 'advocacy', 'app', 2500, '|joy|relief|', true, 0, 0, 15, 3, '05406119d7238746f8087db277234e98', 0, 'support', 'payment', -3979, '|anger|', 0.7, 0.6, '[{"use":0.1,"support":0.7,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.6,"none":0.2},-0.3979,{"anger":0.98,"joy":0.35}]');
INSERT INTO public.statement VALUES (2, 'w', 2, 2, false, 739677, 1772485200000000, 'ticket', 'email', 2, 'purchase', 'none', 8467, '|joy|anger|', false, 0, 0, 10, 3, 'f4839cfc315418b0693088c6550653c5', 0, 'purchase', 'none', 8467, '|joy|anger|', 0.7, 0.6, '[{"use":0.1,"support":0.1,"purchase":0.7,"none":0.1},{"app":0.2,"payment":0.2,"none":0.6},0.8467,{"anger":0.69,"joy":0.89}]');
INSERT INTO public.statement VALUES (3, 'w', 3, 3, false, 739678, 1772517600000000, 'ticket', 'email', 3, 'use', 'none', -8262, '|anger|joy|', false, 0, 0, 18, 4, '9975bbe6221ab90c6c4d033af308715c', 0, 'use', 'none', -8262, '|anger|joy|', 0.7, 0.6, '[{"use":0.7,"support":0.1,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.2,"none":0.6},-0.8262,{"anger":0.9,"joy":0.84}]');
INSERT INTO public.statement VALUES (4, 'w', 3, 3, false, 739678, 1772517600000000, 'ticket', 'email', 3, 'none', 'none', -4989, '|anger|', false, 1, 19, 34, 2, 'b481056e0ee49a792f9664e3e24903f4', 0, 'none', 'none', -4989, '|anger|', 0.7, 0.6, '[{"use":0.1,"support":0.1,"purchase":0.1,"none":0.7},{"app":0.2,"payment":0.2,"none":0.6},-0.4989,{"anger":0.73,"joy":0.37}]');
INSERT INTO public.statement VALUES (5, 'w', 4, 4, true, 739678, 1772550000000000, 'ticket', 'email', 1, 'use', 'payment', 6371, '|joy|', false, 0, 0, 18, 3, 'fe523b0c3e9ff422cdbac4409bbbae16', 0, 'use', 'payment', 6371, '|joy|', 0.7, 0.6, '[{"use":0.7,"support":0.1,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.6,"none":0.2},0.6371,{"anger":0.01,"joy":0.91}]');
INSERT INTO public.statement VALUES (6, 'w', 5, 5, true, 739679, 1772582400000000, 'ticket', 'email', 2, 'use', 'app', -1825, '|joy|anger|', false, 0, 0, 17, 3, '34472e3bbc2998699ba6f65a2cc34a4c', 0, 'use', 'app', -1825, '|joy|anger|', 0.7, 0.6, '[{"use":0.7,"support":0.1,"purchase":0.1,"none":0.1},{"app":0.6,"payment":0.2,"none":0.2},-0.1825,{"anger":0.69,"joy":0.8}]');
INSERT INTO public.statement VALUES (7, 'w', 6, 6, true, 739679, 1772614800000000, 'ticket', 'email', 3, 'support', 'payment', 5710, '|anger|', false, 0, 0, 16, 3, 'b360ae5012f0cc1f6ff8b46414b85557', 0, 'support', 'payment', 5710, '|anger|', 0.7, 0.6, '[{"use":0.1,"support":0.7,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.6,"none":0.2},0.571,{"anger":0.64,"joy":0.22}]');
INSERT INTO public.statement VALUES (8, 'w', 2, 10, true, 739677, 1772452800000000, 'ticket', 'email', 2, 'use', 'app', -8657, '|anger|', false, 0, 0, 14, 4, '4ace4aa0a2d98e8f9b0295a9ec2e6dcb', 0, 'use', 'app', -8657, '|anger|', 0.7, 0.6, '[{"use":0.7,"support":0.1,"purchase":0.1,"none":0.1},{"app":0.6,"payment":0.2,"none":0.2},-0.8657,{"anger":0.85,"joy":0.26}]');
INSERT INTO public.statement VALUES (9, 'w', 3, 11, true, 739678, 1772517600000000, 'ticket', 'email', 3, 'use', 'none', -8262, '|anger|joy|', false, 0, 0, 18, 4, '9975bbe6221ab90c6c4d033af308715c', 0, 'use', 'none', -8262, '|anger|joy|', 0.7, 0.6, '[{"use":0.7,"support":0.1,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.2,"none":0.6},-0.8262,{"anger":0.9,"joy":0.84}]');
INSERT INTO public.statement VALUES (10, 'w', 3, 11, true, 739678, 1772517600000000, 'ticket', 'email', 3, 'none', 'none', -4989, '|anger|', false, 1, 19, 34, 2, 'b481056e0ee49a792f9664e3e24903f4', 0, 'none', 'none', -4989, '|anger|', 0.7, 0.6, '[{"use":0.1,"support":0.1,"purchase":0.1,"none":0.7},{"app":0.2,"payment":0.2,"none":0.6},-0.4989,{"anger":0.73,"joy":0.37}]');
INSERT INTO public.statement VALUES (11, 'w', 10, 12, true, 739679, 1772647200000000, 'ticket', 'email', 1, 'support', 'payment', -3979, '|anger|', false, 0, 0, 15, 3, '05406119d7238746f8087db277234e98', 0, 'support', 'payment', -3979, '|anger|', 0.7, 0.6, '[{"use":0.1,"support":0.7,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.6,"none":0.2},-0.3979,{"anger":0.98,"joy":0.35}]');
INSERT INTO public.statement VALUES (12, 'w', 11, 13, true, 739680, 1772679600000000, 'ticket', 'email', 2, 'purchase', 'none', 8467, '|joy|anger|', false, 0, 0, 10, 3, 'f4839cfc315418b0693088c6550653c5', 0, 'purchase', 'none', 8467, '|joy|anger|', 0.7, 0.6, '[{"use":0.1,"support":0.1,"purchase":0.7,"none":0.1},{"app":0.2,"payment":0.2,"none":0.6},0.8467,{"anger":0.69,"joy":0.89}]');
INSERT INTO public.statement VALUES (13, 'w', 12, 14, true, 739680, 1772712000000000, 'ticket', 'email', 3, 'use', 'none', -8262, '|anger|joy|', false, 0, 0, 18, 4, '9975bbe6221ab90c6c4d033af308715c', 0, 'use', 'none', -8262, '|anger|joy|', 0.7, 0.6, '[{"use":0.7,"support":0.1,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.2,"none":0.6},-0.8262,{"anger":0.9,"joy":0.84}]');
INSERT INTO public.statement VALUES (14, 'w', 12, 14, true, 739680, 1772712000000000, 'ticket', 'email', 3, 'none', 'none', -4989, '|anger|', false, 1, 19, 34, 2, 'b481056e0ee49a792f9664e3e24903f4', 0, 'none', 'none', -4989, '|anger|', 0.7, 0.6, '[{"use":0.1,"support":0.1,"purchase":0.1,"none":0.7},{"app":0.2,"payment":0.2,"none":0.6},-0.4989,{"anger":0.73,"joy":0.37}]');
INSERT INTO public.statement VALUES (18, 'w', 15, 18, true, 739685, 1773100800000000, 'ticket', 'email', 3, 'use', 'none', -8262, '|anger|joy|', false, 0, 0, 18, 4, '9975bbe6221ab90c6c4d033af308715c', 0, 'use', 'none', -8262, '|anger|joy|', 0.7, 0.6, '[{"use":0.7,"support":0.1,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.2,"none":0.6},-0.8262,{"anger":0.9,"joy":0.84}]');
INSERT INTO public.statement VALUES (19, 'w', 15, 18, true, 739685, 1773100800000000, 'ticket', 'email', 3, 'none', 'none', -4989, '|anger|', false, 1, 19, 34, 2, 'b481056e0ee49a792f9664e3e24903f4', 0, 'none', 'none', -4989, '|anger|', 0.7, 0.6, '[{"use":0.1,"support":0.1,"purchase":0.1,"none":0.7},{"app":0.2,"payment":0.2,"none":0.6},-0.4989,{"anger":0.73,"joy":0.37}]');
INSERT INTO public.statement VALUES (20, 'w', 16, 19, true, 739685, 1773133200000000, 'ticket', 'email', 1, 'use', 'payment', 6371, '|joy|', false, 0, 0, 18, 3, 'fe523b0c3e9ff422cdbac4409bbbae16', 0, 'use', 'payment', 6371, '|joy|', 0.7, 0.6, '[{"use":0.7,"support":0.1,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.6,"none":0.2},0.6371,{"anger":0.01,"joy":0.91}]');
INSERT INTO public.statement VALUES (21, 'w', 17, 20, true, 739685, 1773165600000000, 'ticket', 'email', 2, 'use', 'app', -1825, '|joy|anger|', false, 0, 0, 17, 3, '34472e3bbc2998699ba6f65a2cc34a4c', 0, 'use', 'app', -1825, '|joy|anger|', 0.7, 0.6, '[{"use":0.7,"support":0.1,"purchase":0.1,"none":0.1},{"app":0.6,"payment":0.2,"none":0.2},-0.1825,{"anger":0.69,"joy":0.8}]');
INSERT INTO public.statement VALUES (22, 'w', 18, 21, true, 739686, 1773198000000000, 'ticket', 'email', 3, 'support', 'payment', 5710, '|anger|', false, 0, 0, 16, 3, 'b360ae5012f0cc1f6ff8b46414b85557', 0, 'support', 'payment', 5710, '|anger|', 0.7, 0.6, '[{"use":0.1,"support":0.7,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.6,"none":0.2},0.571,{"anger":0.64,"joy":0.22}]');
INSERT INTO public.statement VALUES (23, 'w', 19, 22, true, 739686, 1773230400000000, 'ticket', 'email', 1, 'support', 'payment', -3979, '|anger|', false, 0, 0, 15, 3, '05406119d7238746f8087db277234e98', 0, 'support', 'payment', -3979, '|anger|', 0.7, 0.6, '[{"use":0.1,"support":0.7,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.6,"none":0.2},-0.3979,{"anger":0.98,"joy":0.35}]');
INSERT INTO public.statement VALUES (24, 'x', 20, 23, true, 739677, 1772452800000000, 'ticket', 'email', 5, 'support', 'payment', -3979, '|anger|', false, 0, 0, 15, 3, '05406119d7238746f8087db277234e98', 0, 'support', 'payment', -3979, '|anger|', 0.7, 0.6, '[{"use":0.1,"support":0.7,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.6,"none":0.2},-0.3979,{"anger":0.98,"joy":0.35}]');
INSERT INTO public.statement VALUES (25, 'x', 21, 24, true, 739678, 1772539200000000, 'ticket', 'email', 5, 'purchase', 'none', 8467, '|joy|anger|', false, 0, 0, 10, 3, 'f4839cfc315418b0693088c6550653c5', 0, 'purchase', 'none', 8467, '|joy|anger|', 0.7, 0.6, '[{"use":0.1,"support":0.1,"purchase":0.7,"none":0.1},{"app":0.2,"payment":0.2,"none":0.6},0.8467,{"anger":0.69,"joy":0.89}]');
INSERT INTO public.statement VALUES (26, 'x', 22, 25, true, 739679, 1772625600000000, 'ticket', 'email', 5, 'use', 'none', -8262, '|anger|joy|', false, 0, 0, 18, 4, '9975bbe6221ab90c6c4d033af308715c', 0, 'use', 'none', -8262, '|anger|joy|', 0.7, 0.6, '[{"use":0.7,"support":0.1,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.2,"none":0.6},-0.8262,{"anger":0.9,"joy":0.84}]');
INSERT INTO public.statement VALUES (27, 'x', 22, 25, true, 739679, 1772625600000000, 'ticket', 'email', 5, 'none', 'none', -4989, '|anger|', false, 1, 19, 34, 2, 'b481056e0ee49a792f9664e3e24903f4', 0, 'none', 'none', -4989, '|anger|', 0.7, 0.6, '[{"use":0.1,"support":0.1,"purchase":0.1,"none":0.7},{"app":0.2,"payment":0.2,"none":0.6},-0.4989,{"anger":0.73,"joy":0.37}]');
INSERT INTO public.statement VALUES (28, 'w', 23, 26, true, 739677, 1772452800000000, 'social', 'email', -23, 'purchase', 'none', 8467, '|joy|anger|', false, 0, 0, 10, 3, 'f4839cfc315418b0693088c6550653c5', 0, 'purchase', 'none', 8467, '|joy|anger|', 0.7, 0.6, '[{"use":0.1,"support":0.1,"purchase":0.7,"none":0.1},{"app":0.2,"payment":0.2,"none":0.6},0.8467,{"anger":0.69,"joy":0.89}]');
INSERT INTO public.ticket VALUES ('1111111111111111111111111111111111111111111111111111111111111111', 'session', 'w', 'read', 'key-1', 1772539200000000);
INSERT INTO public.tombstone VALUES ('w', 'ann', 1772452800000000);
INSERT INTO public.workspace VALUES ('w', 'Team', 'UTC', 13, 'test-1');
INSERT INTO public.workspace VALUES ('x', 'Ünother team', 'Asia/Tokyo', 1, 'test-1');
SELECT pg_catalog.setval('public.compaction_id_seq', 1, false);
SELECT pg_catalog.setval('public.customer_id_seq', 5, true);
SELECT pg_catalog.setval('public.event_id_seq', 1, true);
SELECT pg_catalog.setval('public.item_id_seq', 24, true);
SELECT pg_catalog.setval('public.item_version_id_seq', 27, true);
SELECT pg_catalog.setval('public.rejected_row_id_seq', 1, true);
SELECT pg_catalog.setval('public.schema_version_version_seq', 1, false);
SELECT pg_catalog.setval('public.statement_id_seq', 29, true);
ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_digest_key UNIQUE (digest);
ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (workspace, id);
ALTER TABLE ONLY public.cell
    ADD CONSTRAINT cell_pkey PRIMARY KEY (workspace, policy, segment, value, day, source, channel, stage, touchpoint);
ALTER TABLE ONLY public.compaction
    ADD CONSTRAINT compaction_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.correction
    ADD CONSTRAINT correction_pkey PRIMARY KEY (item_id, text_hash, occurrence);
ALTER TABLE ONLY public.coverage_cell
    ADD CONSTRAINT coverage_cell_pkey PRIMARY KEY (workspace, policy, segment, value, day, source, channel);
ALTER TABLE ONLY public.customer_cell
    ADD CONSTRAINT customer_cell_pkey PRIMARY KEY (workspace, policy, segment, value, day, source, channel, stage, touchpoint, customer);
ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_workspace_pseudonym_key UNIQUE (workspace, pseudonym);
ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (workspace, feed, digest);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feed_day
    ADD CONSTRAINT feed_day_pkey PRIMARY KEY (workspace, feed, day);
ALTER TABLE ONLY public.feed_file
    ADD CONSTRAINT feed_file_pkey PRIMARY KEY (workspace, feed, name);
ALTER TABLE ONLY public.feed
    ADD CONSTRAINT feed_pkey PRIMARY KEY (workspace, name);
ALTER TABLE ONLY public.feed_rest
    ADD CONSTRAINT feed_rest_pkey PRIMARY KEY (workspace, feed);
ALTER TABLE ONLY public.import_chunk
    ADD CONSTRAINT import_chunk_pkey PRIMARY KEY (workspace, import_id, chunk);
ALTER TABLE ONLY public.import
    ADD CONSTRAINT import_pkey PRIMARY KEY (workspace, id);
ALTER TABLE ONLY public.import_row
    ADD CONSTRAINT import_row_pkey PRIMARY KEY (workspace, import_id, item_id);
ALTER TABLE ONLY public.item
    ADD CONSTRAINT item_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.item_segment
    ADD CONSTRAINT item_segment_pkey PRIMARY KEY (version_id, name);
ALTER TABLE ONLY public.item_version
    ADD CONSTRAINT item_version_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.item
    ADD CONSTRAINT item_workspace_connection_external_id_key UNIQUE (workspace, connection, external_id);
ALTER TABLE ONLY public.judged_cell
    ADD CONSTRAINT judged_cell_pkey PRIMARY KEY (workspace, policy, segment, value, day, source, channel, judge, stage);
ALTER TABLE ONLY public.metric_cell
    ADD CONSTRAINT metric_cell_pkey PRIMARY KEY (workspace, policy, segment, value, day, source, channel, stage, touchpoint);
ALTER TABLE ONLY public.note
    ADD CONSTRAINT note_pkey PRIMARY KEY (workspace, name);
ALTER TABLE ONLY public.rejected_row
    ADD CONSTRAINT rejected_row_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.remembered_mapping
    ADD CONSTRAINT remembered_mapping_pkey PRIMARY KEY (workspace, header);
ALTER TABLE ONLY public.schema_version
    ADD CONSTRAINT schema_version_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.segment
    ADD CONSTRAINT segment_pkey PRIMARY KEY (workspace, name);
ALTER TABLE ONLY public.segment_value
    ADD CONSTRAINT segment_value_pkey PRIMARY KEY (workspace, name, value);
ALTER TABLE ONLY public.statement
    ADD CONSTRAINT statement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_pkey PRIMARY KEY (digest);
ALTER TABLE ONLY public.tombstone
    ADD CONSTRAINT tombstone_pkey PRIMARY KEY (workspace, pseudonym);
ALTER TABLE ONLY public.workspace
    ADD CONSTRAINT workspace_pkey PRIMARY KEY (id);
CREATE INDEX correction_customer ON public.correction USING btree (customer_id);
CREATE INDEX event_newest ON public.event USING btree (workspace, id);
CREATE INDEX import_newest ON public.import USING btree (workspace, created_at, id);
CREATE INDEX import_row_order ON public.import_row USING btree (workspace, import_id, file, "row", item_id);
CREATE INDEX import_row_version ON public.import_row USING btree (version_id);
CREATE INDEX import_state ON public.import USING btree (state);
CREATE INDEX item_segment_value ON public.item_segment USING btree (workspace, name, value);
CREATE INDEX item_version_customer ON public.item_version USING btree (customer_id);
CREATE INDEX item_version_day ON public.item_version USING btree (workspace, current, day, source, channel);
CREATE INDEX item_version_import ON public.item_version USING btree (workspace, import_id);
CREATE INDEX item_version_item ON public.item_version USING btree (item_id);
CREATE INDEX rejected_row_order ON public.rejected_row USING btree (workspace, import_id, "row", id);
CREATE INDEX statement_item ON public.statement USING btree (item_id);
CREATE INDEX statement_newest ON public.statement USING btree (workspace, current, day, occurred_at, id);
CREATE INDEX statement_stage ON public.statement USING btree (workspace, current, stage, day, occurred_at, id);
CREATE INDEX statement_version ON public.statement USING btree (version_id, n);
ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_workspace_fkey FOREIGN KEY (workspace) REFERENCES public.workspace(id);
ALTER TABLE ONLY public.correction
    ADD CONSTRAINT correction_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id);
ALTER TABLE ONLY public.correction
    ADD CONSTRAINT correction_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.item(id);
ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_workspace_fkey FOREIGN KEY (workspace) REFERENCES public.workspace(id);
ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_workspace_fkey FOREIGN KEY (workspace) REFERENCES public.workspace(id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_workspace_fkey FOREIGN KEY (workspace) REFERENCES public.workspace(id);
ALTER TABLE ONLY public.feed_day
    ADD CONSTRAINT feed_day_workspace_fkey FOREIGN KEY (workspace) REFERENCES public.workspace(id);
ALTER TABLE ONLY public.feed_file
    ADD CONSTRAINT feed_file_workspace_fkey FOREIGN KEY (workspace) REFERENCES public.workspace(id);
ALTER TABLE ONLY public.feed_rest
    ADD CONSTRAINT feed_rest_workspace_fkey FOREIGN KEY (workspace) REFERENCES public.workspace(id);
ALTER TABLE ONLY public.feed
    ADD CONSTRAINT feed_workspace_fkey FOREIGN KEY (workspace) REFERENCES public.workspace(id);
ALTER TABLE ONLY public.import
    ADD CONSTRAINT import_workspace_fkey FOREIGN KEY (workspace) REFERENCES public.workspace(id);
ALTER TABLE ONLY public.item_segment
    ADD CONSTRAINT item_segment_version_id_fkey FOREIGN KEY (version_id) REFERENCES public.item_version(id);
ALTER TABLE ONLY public.item_version
    ADD CONSTRAINT item_version_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id);
ALTER TABLE ONLY public.item_version
    ADD CONSTRAINT item_version_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.item(id);
ALTER TABLE ONLY public.item
    ADD CONSTRAINT item_workspace_fkey FOREIGN KEY (workspace) REFERENCES public.workspace(id);
ALTER TABLE ONLY public.note
    ADD CONSTRAINT note_workspace_fkey FOREIGN KEY (workspace) REFERENCES public.workspace(id);
ALTER TABLE ONLY public.remembered_mapping
    ADD CONSTRAINT remembered_mapping_workspace_fkey FOREIGN KEY (workspace) REFERENCES public.workspace(id);
ALTER TABLE ONLY public.segment_value
    ADD CONSTRAINT segment_value_workspace_fkey FOREIGN KEY (workspace) REFERENCES public.workspace(id);
ALTER TABLE ONLY public.segment
    ADD CONSTRAINT segment_workspace_fkey FOREIGN KEY (workspace) REFERENCES public.workspace(id);
ALTER TABLE ONLY public.statement
    ADD CONSTRAINT statement_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.item(id);
ALTER TABLE ONLY public.statement
    ADD CONSTRAINT statement_version_id_fkey FOREIGN KEY (version_id) REFERENCES public.item_version(id);
ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_workspace_fkey FOREIGN KEY (workspace) REFERENCES public.workspace(id);
ALTER TABLE ONLY public.tombstone
    ADD CONSTRAINT tombstone_workspace_fkey FOREIGN KEY (workspace) REFERENCES public.workspace(id);
