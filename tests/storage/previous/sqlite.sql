-- A database as the last release before there were steps left it: written by its own code, from invented texts.
BEGIN TRANSACTION;
CREATE TABLE api_key (
	workspace VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	scope VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	created_at BIGINT NOT NULL, 
	revoked_at BIGINT, 
	PRIMARY KEY (workspace, id), 
	FOREIGN KEY(workspace) REFERENCES workspace (id), 
	UNIQUE (digest)
);
INSERT INTO "api_key" VALUES('w','key-1','Key','write','0000000000000000000000000000000000000000000000000000000000000000',1772452800000000,NULL);
CREATE TABLE cell (
	workspace VARCHAR NOT NULL, 
	policy VARCHAR NOT NULL, 
	segment VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	day INTEGER NOT NULL, 
	source VARCHAR NOT NULL, 
	channel VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	touchpoint VARCHAR NOT NULL, 
	statements INTEGER NOT NULL, 
	sentiment_sum BIGINT NOT NULL, 
	sentiment_squares BIGINT NOT NULL, 
	curiosity INTEGER NOT NULL, 
	hope INTEGER NOT NULL, 
	excitement INTEGER NOT NULL, 
	trust INTEGER NOT NULL, 
	satisfaction INTEGER NOT NULL, 
	joy INTEGER NOT NULL, 
	gratitude INTEGER NOT NULL, 
	relief INTEGER NOT NULL, 
	surprise INTEGER NOT NULL, 
	confusion INTEGER NOT NULL, 
	skepticism INTEGER NOT NULL, 
	anxiety INTEGER NOT NULL, 
	frustration INTEGER NOT NULL, 
	anger INTEGER NOT NULL, 
	disappointment INTEGER NOT NULL, 
	regret INTEGER NOT NULL, 
	sadness INTEGER NOT NULL, 
	neutral INTEGER NOT NULL, 
	PRIMARY KEY (workspace, policy, segment, value, day, source, channel, stage, touchpoint)
)
 WITHOUT ROWID

;
INSERT INTO "cell" VALUES('w','test-1','','',739677,'social','email','purchase','none',1,8467,71690089,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','','',739677,'ticket','email','advocacy','app',1,2500,6250000,0,0,0,0,0,1,0,1,0,0,0,0,0,0,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','','',739677,'ticket','email','use','app',1,-8657,74943649,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','','',739678,'ticket','email','none','none',1,-4989,24890121,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','','',739678,'ticket','email','use','none',1,-8262,68260644,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','','',739678,'ticket','email','use','payment',1,6371,40589641,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','','',739679,'ticket','email','support','payment',2,1731,48436541,0,0,0,0,0,0,0,0,0,0,0,0,0,2,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','','',739679,'ticket','email','use','app',1,-1825,3330625,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','','',739680,'ticket','email','none','none',1,-4989,24890121,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','','',739680,'ticket','email','purchase','none',1,8467,71690089,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','','',739680,'ticket','email','use','none',1,-8262,68260644,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','','',739685,'ticket','email','none','none',1,-4989,24890121,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','','',739685,'ticket','email','use','app',1,-1825,3330625,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','','',739685,'ticket','email','use','none',1,-8262,68260644,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','','',739685,'ticket','email','use','payment',1,6371,40589641,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','','',739686,'ticket','email','support','payment',2,1731,48436541,0,0,0,0,0,0,0,0,0,0,0,0,0,2,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','plan','free',739677,'ticket','email','advocacy','app',1,2500,6250000,0,0,0,0,0,1,0,1,0,0,0,0,0,0,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','plan','free',739678,'ticket','email','none','none',1,-4989,24890121,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','plan','free',739678,'ticket','email','use','none',1,-8262,68260644,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','plan','free',739679,'ticket','email','support','payment',1,-3979,15832441,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','plan','free',739679,'ticket','email','use','app',1,-1825,3330625,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','plan','free',739680,'ticket','email','none','none',1,-4989,24890121,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','plan','free',739680,'ticket','email','use','none',1,-8262,68260644,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','plan','free',739685,'ticket','email','none','none',1,-4989,24890121,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','plan','free',739685,'ticket','email','use','app',1,-1825,3330625,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','plan','free',739685,'ticket','email','use','none',1,-8262,68260644,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','plan','free',739686,'ticket','email','support','payment',1,-3979,15832441,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','plan','pro',739677,'ticket','email','use','app',1,-8657,74943649,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','plan','pro',739678,'ticket','email','use','payment',1,6371,40589641,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','plan','pro',739679,'ticket','email','support','payment',1,5710,32604100,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','plan','pro',739680,'ticket','email','purchase','none',1,8467,71690089,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','plan','pro',739685,'ticket','email','use','payment',1,6371,40589641,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','plan','pro',739686,'ticket','email','support','payment',1,5710,32604100,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','region','north',739677,'ticket','email','advocacy','app',1,2500,6250000,0,0,0,0,0,1,0,1,0,0,0,0,0,0,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','region','north',739678,'ticket','email','none','none',1,-4989,24890121,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','region','north',739678,'ticket','email','use','none',1,-8262,68260644,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','region','north',739678,'ticket','email','use','payment',1,6371,40589641,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','region','north',739679,'ticket','email','support','payment',2,1731,48436541,0,0,0,0,0,0,0,0,0,0,0,0,0,2,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','region','north',739679,'ticket','email','use','app',1,-1825,3330625,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','region','north',739680,'ticket','email','none','none',1,-4989,24890121,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','region','north',739680,'ticket','email','purchase','none',1,8467,71690089,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','region','north',739680,'ticket','email','use','none',1,-8262,68260644,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','region','north',739685,'ticket','email','none','none',1,-4989,24890121,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','region','north',739685,'ticket','email','use','app',1,-1825,3330625,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','region','north',739685,'ticket','email','use','none',1,-8262,68260644,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','region','north',739685,'ticket','email','use','payment',1,6371,40589641,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0);
INSERT INTO "cell" VALUES('w','test-1','region','north',739686,'ticket','email','support','payment',2,1731,48436541,0,0,0,0,0,0,0,0,0,0,0,0,0,2,0,0,0,0);
INSERT INTO "cell" VALUES('x','test-1','','',739677,'ticket','email','support','payment',1,-3979,15832441,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('x','test-1','','',739678,'ticket','email','purchase','none',1,8467,71690089,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('x','test-1','','',739679,'ticket','email','none','none',1,-4989,24890121,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0);
INSERT INTO "cell" VALUES('x','test-1','','',739679,'ticket','email','use','none',1,-8262,68260644,0,0,0,0,0,1,0,0,0,0,0,0,0,1,0,0,0,0);
CREATE TABLE compaction (
	id INTEGER NOT NULL, 
	due_at BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "compaction" VALUES(1,1772539200000000);
CREATE TABLE correction (
	item_id INTEGER NOT NULL, 
	text_hash VARCHAR NOT NULL, 
	occurrence INTEGER NOT NULL, 
	workspace VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	touchpoint VARCHAR NOT NULL, 
	sentiment INTEGER NOT NULL, 
	emotions VARCHAR NOT NULL, 
	customer_id INTEGER, 
	"by" VARCHAR NOT NULL, 
	at BIGINT NOT NULL, 
	PRIMARY KEY (item_id, text_hash, occurrence), 
	FOREIGN KEY(item_id) REFERENCES item (id), 
	FOREIGN KEY(customer_id) REFERENCES customer (id)
);
INSERT INTO "correction" VALUES(1,'05406119d7238746f8087db277234e98',0,'w','advocacy','app',2500,'|joy|relief|',1,'key-1',1772452800000000);
CREATE TABLE coverage_cell (
	workspace VARCHAR NOT NULL, 
	policy VARCHAR NOT NULL, 
	segment VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	day INTEGER NOT NULL, 
	source VARCHAR NOT NULL, 
	channel VARCHAR NOT NULL, 
	items INTEGER NOT NULL, 
	scored INTEGER NOT NULL, 
	unscored INTEGER NOT NULL, 
	other_language INTEGER NOT NULL, 
	rating_only INTEGER NOT NULL, 
	not_customer INTEGER NOT NULL, 
	statements INTEGER NOT NULL, 
	statements_no_stage INTEGER NOT NULL, 
	PRIMARY KEY (workspace, policy, segment, value, day, source, channel)
)
 WITHOUT ROWID

;
INSERT INTO "coverage_cell" VALUES('w','test-1','','',739677,'social','email',1,1,0,0,0,0,1,0);
INSERT INTO "coverage_cell" VALUES('w','test-1','','',739677,'ticket','email',5,2,1,1,1,0,2,0);
INSERT INTO "coverage_cell" VALUES('w','test-1','','',739678,'ticket','email',2,2,0,0,0,0,3,1);
INSERT INTO "coverage_cell" VALUES('w','test-1','','',739679,'ticket','email',3,3,0,0,0,0,3,0);
INSERT INTO "coverage_cell" VALUES('w','test-1','','',739680,'ticket','email',2,2,0,0,0,0,3,1);
INSERT INTO "coverage_cell" VALUES('w','test-1','','',739685,'ticket','email',3,3,0,0,0,0,4,1);
INSERT INTO "coverage_cell" VALUES('w','test-1','','',739686,'ticket','email',2,2,0,0,0,0,2,0);
INSERT INTO "coverage_cell" VALUES('w','test-1','plan','free',739677,'ticket','email',1,1,0,0,0,0,1,0);
INSERT INTO "coverage_cell" VALUES('w','test-1','plan','free',739678,'ticket','email',1,1,0,0,0,0,2,1);
INSERT INTO "coverage_cell" VALUES('w','test-1','plan','free',739679,'ticket','email',2,2,0,0,0,0,2,0);
INSERT INTO "coverage_cell" VALUES('w','test-1','plan','free',739680,'ticket','email',1,1,0,0,0,0,2,1);
INSERT INTO "coverage_cell" VALUES('w','test-1','plan','free',739685,'ticket','email',2,2,0,0,0,0,3,1);
INSERT INTO "coverage_cell" VALUES('w','test-1','plan','free',739686,'ticket','email',1,1,0,0,0,0,1,0);
INSERT INTO "coverage_cell" VALUES('w','test-1','plan','pro',739677,'ticket','email',1,1,0,0,0,0,1,0);
INSERT INTO "coverage_cell" VALUES('w','test-1','plan','pro',739678,'ticket','email',1,1,0,0,0,0,1,0);
INSERT INTO "coverage_cell" VALUES('w','test-1','plan','pro',739679,'ticket','email',1,1,0,0,0,0,1,0);
INSERT INTO "coverage_cell" VALUES('w','test-1','plan','pro',739680,'ticket','email',1,1,0,0,0,0,1,0);
INSERT INTO "coverage_cell" VALUES('w','test-1','plan','pro',739685,'ticket','email',1,1,0,0,0,0,1,0);
INSERT INTO "coverage_cell" VALUES('w','test-1','plan','pro',739686,'ticket','email',1,1,0,0,0,0,1,0);
INSERT INTO "coverage_cell" VALUES('w','test-1','region','north',739677,'ticket','email',1,1,0,0,0,0,1,0);
INSERT INTO "coverage_cell" VALUES('w','test-1','region','north',739678,'ticket','email',2,2,0,0,0,0,3,1);
INSERT INTO "coverage_cell" VALUES('w','test-1','region','north',739679,'ticket','email',3,3,0,0,0,0,3,0);
INSERT INTO "coverage_cell" VALUES('w','test-1','region','north',739680,'ticket','email',2,2,0,0,0,0,3,1);
INSERT INTO "coverage_cell" VALUES('w','test-1','region','north',739685,'ticket','email',3,3,0,0,0,0,4,1);
INSERT INTO "coverage_cell" VALUES('w','test-1','region','north',739686,'ticket','email',2,2,0,0,0,0,2,0);
INSERT INTO "coverage_cell" VALUES('x','test-1','','',739677,'ticket','email',1,1,0,0,0,0,1,0);
INSERT INTO "coverage_cell" VALUES('x','test-1','','',739678,'ticket','email',1,1,0,0,0,0,1,0);
INSERT INTO "coverage_cell" VALUES('x','test-1','','',739679,'ticket','email',1,1,0,0,0,0,2,1);
CREATE TABLE customer (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	workspace VARCHAR NOT NULL, 
	pseudonym VARCHAR NOT NULL, 
	UNIQUE (workspace, pseudonym), 
	FOREIGN KEY(workspace) REFERENCES workspace (id)
);
INSERT INTO "customer" VALUES(1,'w','c0');
INSERT INTO "customer" VALUES(2,'w','c1');
INSERT INTO "customer" VALUES(3,'w','c2');
INSERT INTO "customer" VALUES(5,'x','c1');
CREATE TABLE customer_cell (
	workspace VARCHAR NOT NULL, 
	policy VARCHAR NOT NULL, 
	segment VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	day INTEGER NOT NULL, 
	source VARCHAR NOT NULL, 
	channel VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	touchpoint VARCHAR NOT NULL, 
	customer INTEGER NOT NULL, 
	statements INTEGER NOT NULL, 
	sentiment_sum BIGINT NOT NULL, 
	PRIMARY KEY (workspace, policy, segment, value, day, source, channel, stage, touchpoint, customer)
)
 WITHOUT ROWID

;
INSERT INTO "customer_cell" VALUES('w','test-1','','',739677,'social','email','purchase','none',-23,1,8467);
INSERT INTO "customer_cell" VALUES('w','test-1','','',739677,'ticket','email','advocacy','app',1,1,2500);
INSERT INTO "customer_cell" VALUES('w','test-1','','',739677,'ticket','email','use','app',2,1,-8657);
INSERT INTO "customer_cell" VALUES('w','test-1','','',739678,'ticket','email','none','none',3,1,-4989);
INSERT INTO "customer_cell" VALUES('w','test-1','','',739678,'ticket','email','use','none',3,1,-8262);
INSERT INTO "customer_cell" VALUES('w','test-1','','',739678,'ticket','email','use','payment',1,1,6371);
INSERT INTO "customer_cell" VALUES('w','test-1','','',739679,'ticket','email','support','payment',1,1,-3979);
INSERT INTO "customer_cell" VALUES('w','test-1','','',739679,'ticket','email','support','payment',3,1,5710);
INSERT INTO "customer_cell" VALUES('w','test-1','','',739679,'ticket','email','use','app',2,1,-1825);
INSERT INTO "customer_cell" VALUES('w','test-1','','',739680,'ticket','email','none','none',3,1,-4989);
INSERT INTO "customer_cell" VALUES('w','test-1','','',739680,'ticket','email','purchase','none',2,1,8467);
INSERT INTO "customer_cell" VALUES('w','test-1','','',739680,'ticket','email','use','none',3,1,-8262);
INSERT INTO "customer_cell" VALUES('w','test-1','','',739685,'ticket','email','none','none',3,1,-4989);
INSERT INTO "customer_cell" VALUES('w','test-1','','',739685,'ticket','email','use','app',2,1,-1825);
INSERT INTO "customer_cell" VALUES('w','test-1','','',739685,'ticket','email','use','none',3,1,-8262);
INSERT INTO "customer_cell" VALUES('w','test-1','','',739685,'ticket','email','use','payment',1,1,6371);
INSERT INTO "customer_cell" VALUES('w','test-1','','',739686,'ticket','email','support','payment',1,1,-3979);
INSERT INTO "customer_cell" VALUES('w','test-1','','',739686,'ticket','email','support','payment',3,1,5710);
INSERT INTO "customer_cell" VALUES('w','test-1','plan','free',739677,'ticket','email','advocacy','app',1,1,2500);
INSERT INTO "customer_cell" VALUES('w','test-1','plan','free',739678,'ticket','email','none','none',3,1,-4989);
INSERT INTO "customer_cell" VALUES('w','test-1','plan','free',739678,'ticket','email','use','none',3,1,-8262);
INSERT INTO "customer_cell" VALUES('w','test-1','plan','free',739679,'ticket','email','support','payment',1,1,-3979);
INSERT INTO "customer_cell" VALUES('w','test-1','plan','free',739679,'ticket','email','use','app',2,1,-1825);
INSERT INTO "customer_cell" VALUES('w','test-1','plan','free',739680,'ticket','email','none','none',3,1,-4989);
INSERT INTO "customer_cell" VALUES('w','test-1','plan','free',739680,'ticket','email','use','none',3,1,-8262);
INSERT INTO "customer_cell" VALUES('w','test-1','plan','free',739685,'ticket','email','none','none',3,1,-4989);
INSERT INTO "customer_cell" VALUES('w','test-1','plan','free',739685,'ticket','email','use','app',2,1,-1825);
INSERT INTO "customer_cell" VALUES('w','test-1','plan','free',739685,'ticket','email','use','none',3,1,-8262);
INSERT INTO "customer_cell" VALUES('w','test-1','plan','free',739686,'ticket','email','support','payment',1,1,-3979);
INSERT INTO "customer_cell" VALUES('w','test-1','plan','pro',739677,'ticket','email','use','app',2,1,-8657);
INSERT INTO "customer_cell" VALUES('w','test-1','plan','pro',739678,'ticket','email','use','payment',1,1,6371);
INSERT INTO "customer_cell" VALUES('w','test-1','plan','pro',739679,'ticket','email','support','payment',3,1,5710);
INSERT INTO "customer_cell" VALUES('w','test-1','plan','pro',739680,'ticket','email','purchase','none',2,1,8467);
INSERT INTO "customer_cell" VALUES('w','test-1','plan','pro',739685,'ticket','email','use','payment',1,1,6371);
INSERT INTO "customer_cell" VALUES('w','test-1','plan','pro',739686,'ticket','email','support','payment',3,1,5710);
INSERT INTO "customer_cell" VALUES('w','test-1','region','north',739677,'ticket','email','advocacy','app',1,1,2500);
INSERT INTO "customer_cell" VALUES('w','test-1','region','north',739678,'ticket','email','none','none',3,1,-4989);
INSERT INTO "customer_cell" VALUES('w','test-1','region','north',739678,'ticket','email','use','none',3,1,-8262);
INSERT INTO "customer_cell" VALUES('w','test-1','region','north',739678,'ticket','email','use','payment',1,1,6371);
INSERT INTO "customer_cell" VALUES('w','test-1','region','north',739679,'ticket','email','support','payment',1,1,-3979);
INSERT INTO "customer_cell" VALUES('w','test-1','region','north',739679,'ticket','email','support','payment',3,1,5710);
INSERT INTO "customer_cell" VALUES('w','test-1','region','north',739679,'ticket','email','use','app',2,1,-1825);
INSERT INTO "customer_cell" VALUES('w','test-1','region','north',739680,'ticket','email','none','none',3,1,-4989);
INSERT INTO "customer_cell" VALUES('w','test-1','region','north',739680,'ticket','email','purchase','none',2,1,8467);
INSERT INTO "customer_cell" VALUES('w','test-1','region','north',739680,'ticket','email','use','none',3,1,-8262);
INSERT INTO "customer_cell" VALUES('w','test-1','region','north',739685,'ticket','email','none','none',3,1,-4989);
INSERT INTO "customer_cell" VALUES('w','test-1','region','north',739685,'ticket','email','use','app',2,1,-1825);
INSERT INTO "customer_cell" VALUES('w','test-1','region','north',739685,'ticket','email','use','none',3,1,-8262);
INSERT INTO "customer_cell" VALUES('w','test-1','region','north',739685,'ticket','email','use','payment',1,1,6371);
INSERT INTO "customer_cell" VALUES('w','test-1','region','north',739686,'ticket','email','support','payment',1,1,-3979);
INSERT INTO "customer_cell" VALUES('w','test-1','region','north',739686,'ticket','email','support','payment',3,1,5710);
INSERT INTO "customer_cell" VALUES('x','test-1','','',739677,'ticket','email','support','payment',5,1,-3979);
INSERT INTO "customer_cell" VALUES('x','test-1','','',739678,'ticket','email','purchase','none',5,1,8467);
INSERT INTO "customer_cell" VALUES('x','test-1','','',739679,'ticket','email','none','none',5,1,-4989);
INSERT INTO "customer_cell" VALUES('x','test-1','','',739679,'ticket','email','use','none',5,1,-8262);
CREATE TABLE delivery (
	workspace VARCHAR NOT NULL, 
	feed VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	expires_at BIGINT NOT NULL, 
	PRIMARY KEY (workspace, feed, digest), 
	FOREIGN KEY(workspace) REFERENCES workspace (id)
);
INSERT INTO "delivery" VALUES('w','blog','2222222222222222222222222222222222222222222222222222222222222222',2087812800000000);
CREATE TABLE event (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	workspace VARCHAR NOT NULL, 
	at BIGINT NOT NULL, 
	kind VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	message VARCHAR NOT NULL, 
	FOREIGN KEY(workspace) REFERENCES workspace (id)
);
INSERT INTO "event" VALUES(1,'w',1772463600000000,'source.failing','blog','it is down');
CREATE TABLE feed (
	workspace VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	options VARCHAR NOT NULL, 
	schedule VARCHAR NOT NULL, 
	time_zone VARCHAR NOT NULL, 
	created_at BIGINT NOT NULL, 
	since BIGINT, 
	paused BOOLEAN NOT NULL, 
	cursor VARCHAR, 
	pulled_at BIGINT, 
	due_at BIGINT, 
	failures INTEGER NOT NULL, 
	error VARCHAR, 
	holder VARCHAR, 
	held_until BIGINT, 
	PRIMARY KEY (workspace, name), 
	FOREIGN KEY(workspace) REFERENCES workspace (id)
);
INSERT INTO "feed" VALUES('w','blog','rss','{"url": "https://example.org/feed"}','* * * * *','UTC',1772452800000000,NULL,0,'c2',1772463600000000,1772452800000000,3,'it is down',NULL,NULL);
CREATE TABLE feed_day (
	workspace VARCHAR NOT NULL, 
	feed VARCHAR NOT NULL, 
	day INTEGER NOT NULL, 
	left_out VARCHAR NOT NULL, 
	deleted INTEGER NOT NULL, 
	PRIMARY KEY (workspace, feed, day), 
	FOREIGN KEY(workspace) REFERENCES workspace (id)
);
INSERT INTO "feed_day" VALUES('w','blog',739677,'{"a repost": 2}',1);
CREATE TABLE feed_file (
	workspace VARCHAR NOT NULL, 
	feed VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	mark VARCHAR NOT NULL, 
	import_id VARCHAR, 
	PRIMARY KEY (workspace, feed, name), 
	FOREIGN KEY(workspace) REFERENCES workspace (id)
);
INSERT INTO "feed_file" VALUES('w','blog','a.csv','mark',NULL);
CREATE TABLE feed_rest (
	workspace VARCHAR NOT NULL, 
	feed VARCHAR NOT NULL, 
	until BIGINT NOT NULL, 
	PRIMARY KEY (workspace, feed), 
	FOREIGN KEY(workspace) REFERENCES workspace (id)
);
INSERT INTO "feed_rest" VALUES('w','blog',1772467200000000);
CREATE TABLE import (
	workspace VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	file VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	created_at BIGINT NOT NULL, 
	finished_at BIGINT, 
	rows_total INTEGER, 
	connection VARCHAR, 
	source VARCHAR, 
	guess VARCHAR, 
	mapping VARCHAR, 
	error VARCHAR, 
	read INTEGER NOT NULL, 
	added INTEGER NOT NULL, 
	updated INTEGER NOT NULL, 
	unchanged INTEGER NOT NULL, 
	merged INTEGER NOT NULL, 
	skipped INTEGER NOT NULL, 
	rejected INTEGER NOT NULL, 
	not_scored INTEGER NOT NULL, 
	statements INTEGER NOT NULL, 
	PRIMARY KEY (workspace, id), 
	FOREIGN KEY(workspace) REFERENCES workspace (id)
);
INSERT INTO "import" VALUES('w','a','export.csv','done',1772452800000000,1772452860000000,3,'file','ticket','{"mapping":{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null},"source":"ticket","connection":"file","preset":null,"fields":[],"questions":[]}','{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null}',NULL,9,9,0,0,0,0,0,2,8);
INSERT INTO "import" VALUES('w','b','export.csv','done',1772456400000000,1772456460000000,3,'file','ticket','{"mapping":{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null},"source":"ticket","connection":"file","preset":null,"fields":[],"questions":[]}','{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null}',NULL,2,0,2,0,0,0,0,0,3);
INSERT INTO "import" VALUES('w','c','export.csv','done',1772460000000000,1772460060000000,3,'file','ticket','{"mapping":{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null},"source":"ticket","connection":"file","preset":null,"fields":[],"questions":[]}','{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null}',NULL,3,3,0,0,0,0,0,0,4);
INSERT INTO "import" VALUES('w','d','export.csv','undone',1772463600000000,1772452800000000,3,'file','ticket','{"mapping":{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null},"source":"ticket","connection":"file","preset":null,"fields":[],"questions":[]}','{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null}',NULL,2,1,1,0,0,0,0,0,2);
INSERT INTO "import" VALUES('w','gone','export.csv','done',1772452800000000,1772452860000000,3,'file','ticket','{"mapping":{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null},"source":"ticket","connection":"file","preset":null,"fields":[],"questions":[]}','{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null}',NULL,1,1,0,0,0,0,0,0,1);
INSERT INTO "import" VALUES('w','running','export.csv','running',1772467200000000,NULL,8,'file','ticket','{"mapping":{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null},"source":"ticket","connection":"file","preset":null,"fields":[],"questions":[]}','{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null}',NULL,6,5,0,0,0,0,1,0,6);
INSERT INTO "import" VALUES('w','asks','export.csv','needs_mapping',1772470800000000,NULL,NULL,NULL,NULL,'{"mapping":{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null},"source":"ticket","connection":"file","preset":null,"fields":[],"questions":[]}',NULL,NULL,0,0,0,0,0,0,0,0,0);
INSERT INTO "import" VALUES('w','fails','bad.csv','failed',1772474400000000,1772452800000000,NULL,NULL,NULL,NULL,NULL,'it is empty',0,0,0,0,0,0,0,0,0);
INSERT INTO "import" VALUES('x','i','export.csv','done',1772452800000000,1772452860000000,3,'file','ticket','{"mapping":{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null},"source":"ticket","connection":"file","preset":null,"fields":[],"questions":[]}','{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null}',NULL,3,3,0,0,0,0,0,0,4);
INSERT INTO "import" VALUES('w','pull_0000000000000001','blog','done',1772452800000000,1772452800000000,NULL,'blog','social',NULL,NULL,NULL,2,2,0,0,0,0,0,0,2);
CREATE TABLE import_chunk (
	workspace VARCHAR NOT NULL, 
	import_id VARCHAR NOT NULL, 
	chunk INTEGER NOT NULL, 
	PRIMARY KEY (workspace, import_id, chunk)
)
 WITHOUT ROWID

;
INSERT INTO "import_chunk" VALUES('w','a',0);
INSERT INTO "import_chunk" VALUES('w','b',0);
INSERT INTO "import_chunk" VALUES('w','c',0);
INSERT INTO "import_chunk" VALUES('w','d',0);
INSERT INTO "import_chunk" VALUES('w','gone',0);
INSERT INTO "import_chunk" VALUES('w','running',0);
INSERT INTO "import_chunk" VALUES('w','running',1);
INSERT INTO "import_chunk" VALUES('x','i',0);
CREATE TABLE import_row (
	workspace VARCHAR NOT NULL, 
	import_id VARCHAR NOT NULL, 
	item_id INTEGER NOT NULL, 
	version_id INTEGER NOT NULL, 
	"row" INTEGER NOT NULL, 
	file VARCHAR NOT NULL, 
	PRIMARY KEY (workspace, import_id, item_id)
)
 WITHOUT ROWID

;
INSERT INTO "import_row" VALUES('w','a',1,1,1,'export.csv');
INSERT INTO "import_row" VALUES('w','a',2,2,2,'export.csv');
INSERT INTO "import_row" VALUES('w','a',3,3,3,'export.csv');
INSERT INTO "import_row" VALUES('w','a',4,4,4,'export.csv');
INSERT INTO "import_row" VALUES('w','a',5,5,5,'export.csv');
INSERT INTO "import_row" VALUES('w','a',6,6,6,'export.csv');
INSERT INTO "import_row" VALUES('w','a',7,7,1,'export.csv');
INSERT INTO "import_row" VALUES('w','a',8,8,1,'export.csv');
INSERT INTO "import_row" VALUES('w','a',9,9,1,'export.csv');
INSERT INTO "import_row" VALUES('w','b',2,10,1,'export.csv');
INSERT INTO "import_row" VALUES('w','b',3,11,3,'export.csv');
INSERT INTO "import_row" VALUES('w','c',10,12,7,'export.csv');
INSERT INTO "import_row" VALUES('w','c',11,13,8,'export.csv');
INSERT INTO "import_row" VALUES('w','c',12,14,9,'export.csv');
INSERT INTO "import_row" VALUES('w','pull_0000000000000001',23,26,1,'export.csv');
INSERT INTO "import_row" VALUES('w','running',15,18,21,'export.csv');
INSERT INTO "import_row" VALUES('w','running',16,19,22,'export.csv');
INSERT INTO "import_row" VALUES('w','running',17,20,23,'export.csv');
INSERT INTO "import_row" VALUES('w','running',18,21,24,'export.csv');
INSERT INTO "import_row" VALUES('w','running',19,22,25,'export.csv');
INSERT INTO "import_row" VALUES('x','i',20,23,1,'export.csv');
INSERT INTO "import_row" VALUES('x','i',21,24,1,'export.csv');
INSERT INTO "import_row" VALUES('x','i',22,25,1,'export.csv');
CREATE TABLE item (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	workspace VARCHAR NOT NULL, 
	connection VARCHAR NOT NULL, 
	external_id VARCHAR NOT NULL, 
	version_id INTEGER, 
	UNIQUE (workspace, connection, external_id), 
	FOREIGN KEY(workspace) REFERENCES workspace (id)
);
INSERT INTO "item" VALUES(1,'w','file','id-0',1);
INSERT INTO "item" VALUES(2,'w','file','id-1',10);
INSERT INTO "item" VALUES(3,'w','file','id-2',11);
INSERT INTO "item" VALUES(4,'w','file','id-3',4);
INSERT INTO "item" VALUES(5,'w','file','id-4',5);
INSERT INTO "item" VALUES(6,'w','file','id-5',6);
INSERT INTO "item" VALUES(7,'w','file','id-de',7);
INSERT INTO "item" VALUES(8,'w','file','id-wait',8);
INSERT INTO "item" VALUES(9,'w','file','id-nps',9);
INSERT INTO "item" VALUES(10,'w','file','id-6',12);
INSERT INTO "item" VALUES(11,'w','file','id-7',13);
INSERT INTO "item" VALUES(12,'w','file','id-8',14);
INSERT INTO "item" VALUES(15,'w','file','id-20',18);
INSERT INTO "item" VALUES(16,'w','file','id-21',19);
INSERT INTO "item" VALUES(17,'w','file','id-22',20);
INSERT INTO "item" VALUES(18,'w','file','id-23',21);
INSERT INTO "item" VALUES(19,'w','file','id-24',22);
INSERT INTO "item" VALUES(20,'x','file','x0',23);
INSERT INTO "item" VALUES(21,'x','file','x1',24);
INSERT INTO "item" VALUES(22,'x','file','x2',25);
INSERT INTO "item" VALUES(23,'w','blog','p1',26);
CREATE TABLE item_segment (
	version_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	workspace VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	bucket VARCHAR NOT NULL, 
	PRIMARY KEY (version_id, name), 
	FOREIGN KEY(version_id) REFERENCES item_version (id)
)
 WITHOUT ROWID

;
INSERT INTO "item_segment" VALUES(1,'plan','w','free','free');
INSERT INTO "item_segment" VALUES(1,'region','w','north','north');
INSERT INTO "item_segment" VALUES(2,'plan','w','pro','pro');
INSERT INTO "item_segment" VALUES(2,'region','w','north','north');
INSERT INTO "item_segment" VALUES(3,'plan','w','free','free');
INSERT INTO "item_segment" VALUES(3,'region','w','north','north');
INSERT INTO "item_segment" VALUES(4,'plan','w','pro','pro');
INSERT INTO "item_segment" VALUES(4,'region','w','north','north');
INSERT INTO "item_segment" VALUES(5,'plan','w','free','free');
INSERT INTO "item_segment" VALUES(5,'region','w','north','north');
INSERT INTO "item_segment" VALUES(6,'plan','w','pro','pro');
INSERT INTO "item_segment" VALUES(6,'region','w','north','north');
INSERT INTO "item_segment" VALUES(10,'plan','w','pro','pro');
INSERT INTO "item_segment" VALUES(11,'plan','w','free','free');
INSERT INTO "item_segment" VALUES(11,'region','w','north','north');
INSERT INTO "item_segment" VALUES(12,'plan','w','free','free');
INSERT INTO "item_segment" VALUES(12,'region','w','north','north');
INSERT INTO "item_segment" VALUES(13,'plan','w','pro','pro');
INSERT INTO "item_segment" VALUES(13,'region','w','north','north');
INSERT INTO "item_segment" VALUES(14,'plan','w','free','free');
INSERT INTO "item_segment" VALUES(14,'region','w','north','north');
INSERT INTO "item_segment" VALUES(18,'plan','w','free','free');
INSERT INTO "item_segment" VALUES(18,'region','w','north','north');
INSERT INTO "item_segment" VALUES(19,'plan','w','pro','pro');
INSERT INTO "item_segment" VALUES(19,'region','w','north','north');
INSERT INTO "item_segment" VALUES(20,'plan','w','free','free');
INSERT INTO "item_segment" VALUES(20,'region','w','north','north');
INSERT INTO "item_segment" VALUES(21,'plan','w','pro','pro');
INSERT INTO "item_segment" VALUES(21,'region','w','north','north');
INSERT INTO "item_segment" VALUES(22,'plan','w','free','free');
INSERT INTO "item_segment" VALUES(22,'region','w','north','north');
CREATE TABLE item_version (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	workspace VARCHAR NOT NULL, 
	item_id INTEGER NOT NULL, 
	import_id VARCHAR NOT NULL, 
	current BOOLEAN NOT NULL, 
	day INTEGER NOT NULL, 
	occurred_at BIGINT NOT NULL, 
	source VARCHAR NOT NULL, 
	channel VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	customer_id INTEGER, 
	rating FLOAT, 
	nps INTEGER, 
	csat FLOAT, 
	first_reply_seconds BIGINT, 
	solved_seconds BIGINT, 
	content_hash VARCHAR NOT NULL, 
	model VARCHAR NOT NULL, 
	author_role VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	file VARCHAR NOT NULL, 
	"row" INTEGER NOT NULL, 
	url VARCHAR, 
	thread VARCHAR, 
	segments VARCHAR NOT NULL, 
	spans VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	FOREIGN KEY(item_id) REFERENCES item (id), 
	FOREIGN KEY(customer_id) REFERENCES customer (id)
);
INSERT INTO "item_version" VALUES(1,'w',1,'a',1,739677,1772452800000000,'ticket','email','scored',1,1.0,NULL,NULL,NULL,NULL,'7cdfed1d8c244e556551e640d8757b770146e2740c6ab2e0872f59d73008bd6a','tiny/1','customer','en','export.csv',1,NULL,NULL,'{"plan":"free","region":"north"}','[[0,15]]','It broke again.');
INSERT INTO "item_version" VALUES(2,'w',2,'a',0,739677,1772485200000000,'ticket','email','scored',2,2.0,NULL,NULL,NULL,NULL,'e878ac840959c92a5134d8fe13745e1ab0aa37a9455b9c65cd721b756331ccf2','tiny/1','customer','en','export.csv',2,NULL,NULL,'{"plan":"pro","region":"north"}','[[0,10]]','I love it.');
INSERT INTO "item_version" VALUES(3,'w',3,'a',0,739678,1772517600000000,'ticket','email','scored',3,3.0,NULL,NULL,NULL,NULL,'fda07caf197469861b48aa21951e09efbd8c95c35309ea6a7707e1908bda59c4','tiny/1','customer','en','export.csv',3,NULL,NULL,'{"plan":"free","region":"north"}','[[0,18],[19,34]]','Paid twice for it.
Nobody answers.');
INSERT INTO "item_version" VALUES(4,'w',4,'a',1,739678,1772550000000000,'ticket','email','scored',1,4.0,NULL,NULL,NULL,NULL,'52805ba958568ea8835055d46e28d651fd64afd8143a5d1bc3fa8149473ae11c','tiny/1','customer','en','export.csv',4,NULL,NULL,'{"plan":"pro","region":"north"}','[[0,18]]','Größe passt nicht.');
INSERT INTO "item_version" VALUES(5,'w',5,'a',1,739679,1772582400000000,'ticket','email','scored',2,5.0,NULL,NULL,NULL,NULL,'a7ce39c623de541f99bcfde0cf5d20ea8daa390d5b7718061b912b47b15584a3','tiny/1','customer','en','export.csv',5,NULL,NULL,'{"plan":"free","region":"north"}','[[0,17]]','“Fine”, she said.');
INSERT INTO "item_version" VALUES(6,'w',6,'a',1,739679,1772614800000000,'ticket','email','scored',3,1.0,NULL,NULL,NULL,NULL,'d33fcd7524de2c77e58fbf8dab4948bcf5d9f3ddf7f3b16a26cc98883e4ebb5a','tiny/1','customer','en','export.csv',6,NULL,NULL,'{"plan":"pro","region":"north"}','[[0,16]]','Just ok; really.');
INSERT INTO "item_version" VALUES(7,'w',7,'a',1,739677,1772452800000000,'ticket','email','other_language',NULL,NULL,NULL,NULL,NULL,NULL,'3868f1885546bf24fea0ae1942ef0b437797be919ff80b595370327f1bf8eaa7','','customer','de','export.csv',1,NULL,NULL,'{}','[[0,7]]','Kaputt.');
INSERT INTO "item_version" VALUES(8,'w',8,'a',1,739677,1772452800000000,'ticket','email','unscored',NULL,NULL,NULL,NULL,NULL,NULL,'6d11a2b347ef5a73da0ad16ca27e6577e058a47b1a984702e8e8d50ba2aa9ca5','','customer','en','export.csv',1,NULL,NULL,'{}','[[0,6]]','Waits.');
INSERT INTO "item_version" VALUES(9,'w',9,'a',1,739677,1772452800000000,'ticket','email','rating_only',NULL,NULL,9,NULL,NULL,NULL,'72a328a5f6b011bdb5e027d8e310f644239e269bacd72328a2fbc08f2808f0b2','','customer','en','export.csv',1,NULL,NULL,'{}','[]','');
INSERT INTO "item_version" VALUES(10,'w',2,'b',1,739677,1772452800000000,'ticket','email','scored',2,NULL,NULL,2.5,NULL,NULL,'6119359653f8543251db0a08f680a271528393933556791a5a8930979650b1a7','tiny/1','customer','en','export.csv',1,NULL,NULL,'{"plan":"pro"}','[[0,14]]','I hate it now.');
INSERT INTO "item_version" VALUES(11,'w',3,'b',1,739678,1772517600000000,'ticket','email','scored',3,NULL,NULL,NULL,NULL,NULL,'89e5fa3711f6d61a630ca71b0c18f3dac5c28e732aa534e64e77e4477a3ad967','tiny/1','customer','en','export.csv',3,NULL,NULL,'{"plan":"free","region":"north"}','[[0,18],[19,34]]','Paid twice for it.
Nobody answers.');
INSERT INTO "item_version" VALUES(12,'w',10,'c',1,739679,1772647200000000,'ticket','email','scored',1,NULL,NULL,NULL,NULL,NULL,'b376189a17efe3b78d83c2ce0c2e2dd293a07a9db3b36c4e1f3be8155563df62','tiny/2','customer','en','export.csv',7,NULL,NULL,'{"plan":"free","region":"north"}','[[0,15]]','It broke again.');
INSERT INTO "item_version" VALUES(13,'w',11,'c',1,739680,1772679600000000,'ticket','email','scored',2,NULL,NULL,NULL,NULL,NULL,'16b259d3ecce545a952a2a9ea7e51fe5ed333061c32bd908c3be624d2e194e52','tiny/2','customer','en','export.csv',8,NULL,NULL,'{"plan":"pro","region":"north"}','[[0,10]]','I love it.');
INSERT INTO "item_version" VALUES(14,'w',12,'c',1,739680,1772712000000000,'ticket','email','scored',3,NULL,NULL,NULL,NULL,NULL,'1af62727369bc0c30e75e7ecfe1711ccd5be803fc11b1d90d50ae72ca400efd4','tiny/2','customer','en','export.csv',9,NULL,NULL,'{"plan":"free","region":"north"}','[[0,18],[19,34]]','Paid twice for it.
Nobody answers.');
INSERT INTO "item_version" VALUES(18,'w',15,'running',1,739685,1773100800000000,'ticket','email','scored',3,NULL,NULL,NULL,NULL,NULL,'d1b55d9f529c8381fe2c5f0438730bcf1ce38b1907e1b38462698baeadcf377b','tiny/1','customer','en','export.csv',21,NULL,NULL,'{"plan":"free","region":"north"}','[[0,18],[19,34]]','Paid twice for it.
Nobody answers.');
INSERT INTO "item_version" VALUES(19,'w',16,'running',1,739685,1773133200000000,'ticket','email','scored',1,NULL,NULL,NULL,NULL,NULL,'6faddb0b2cb07bcbc908b24759c5feab18092c66a0788601936509fa72cdbfd4','tiny/1','customer','en','export.csv',22,NULL,NULL,'{"plan":"pro","region":"north"}','[[0,18]]','Größe passt nicht.');
INSERT INTO "item_version" VALUES(20,'w',17,'running',1,739685,1773165600000000,'ticket','email','scored',2,NULL,NULL,NULL,NULL,NULL,'a85f3060e1fcf9bd1aa9a124b438da80044dd977443ae8282dd43af9ca4a28eb','tiny/1','customer','en','export.csv',23,NULL,NULL,'{"plan":"free","region":"north"}','[[0,17]]','“Fine”, she said.');
INSERT INTO "item_version" VALUES(21,'w',18,'running',1,739686,1773198000000000,'ticket','email','scored',3,NULL,NULL,NULL,NULL,NULL,'53797c8c66163f58a9f2194a94bd3def473f3e0ce936768ad97e7bc275c73eca','tiny/1','customer','en','export.csv',24,NULL,NULL,'{"plan":"pro","region":"north"}','[[0,16]]','Just ok; really.');
INSERT INTO "item_version" VALUES(22,'w',19,'running',1,739686,1773230400000000,'ticket','email','scored',1,NULL,NULL,NULL,NULL,NULL,'69bed31f3223c84da6cf17c28374fd82db34a68f0af499ccc5343991eda0c848','tiny/1','customer','en','export.csv',25,NULL,NULL,'{"plan":"free","region":"north"}','[[0,15]]','It broke again.');
INSERT INTO "item_version" VALUES(23,'x',20,'i',1,739677,1772452800000000,'ticket','email','scored',5,NULL,NULL,NULL,NULL,NULL,'3838424dee1e5be8d04034c76f4e5ffee1696b4e445db1c6d8e670280fa5ae33','tiny/1','customer','en','export.csv',1,NULL,NULL,'{}','[[0,15]]','It broke again.');
INSERT INTO "item_version" VALUES(24,'x',21,'i',1,739678,1772539200000000,'ticket','email','scored',5,NULL,NULL,NULL,NULL,NULL,'26d69ec5964748cb6c76dc4d568e3501762c9218997cf35831a2cf0604d86df4','tiny/1','customer','en','export.csv',1,NULL,NULL,'{}','[[0,10]]','I love it.');
INSERT INTO "item_version" VALUES(25,'x',22,'i',1,739679,1772625600000000,'ticket','email','scored',5,NULL,NULL,NULL,NULL,NULL,'bf766df0968588e6963a52cf442e0744738b8418713971888b51f6f7c5b93ef6','tiny/1','customer','en','export.csv',1,NULL,NULL,'{}','[[0,18],[19,34]]','Paid twice for it.
Nobody answers.');
INSERT INTO "item_version" VALUES(26,'w',23,'pull_0000000000000001',1,739677,1772452800000000,'social','email','scored',NULL,NULL,NULL,NULL,NULL,NULL,'17c0aa1ac9eba4607cf348c76b52c8050d26cf2a64c51b1a111f25c478fe36f8','tiny/1','customer','en','export.csv',1,NULL,NULL,'{}','[[0,10]]','I love it.');
CREATE TABLE judged_cell (
	workspace VARCHAR NOT NULL, 
	policy VARCHAR NOT NULL, 
	segment VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	day INTEGER NOT NULL, 
	source VARCHAR NOT NULL, 
	channel VARCHAR NOT NULL, 
	judge VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	statements INTEGER NOT NULL, 
	sentiment_sum BIGINT NOT NULL, 
	PRIMARY KEY (workspace, policy, segment, value, day, source, channel, judge, stage)
)
 WITHOUT ROWID

;
INSERT INTO "judged_cell" VALUES('w','test-1','','',739677,'social','email','tiny/1','purchase',1,8467);
INSERT INTO "judged_cell" VALUES('w','test-1','','',739677,'ticket','email','person','advocacy',1,2500);
INSERT INTO "judged_cell" VALUES('w','test-1','','',739677,'ticket','email','tiny/1','use',1,-8657);
INSERT INTO "judged_cell" VALUES('w','test-1','','',739678,'ticket','email','tiny/1','none',1,-4989);
INSERT INTO "judged_cell" VALUES('w','test-1','','',739678,'ticket','email','tiny/1','use',2,-1891);
INSERT INTO "judged_cell" VALUES('w','test-1','','',739679,'ticket','email','tiny/1','support',1,5710);
INSERT INTO "judged_cell" VALUES('w','test-1','','',739679,'ticket','email','tiny/1','use',1,-1825);
INSERT INTO "judged_cell" VALUES('w','test-1','','',739679,'ticket','email','tiny/2','support',1,-3979);
INSERT INTO "judged_cell" VALUES('w','test-1','','',739680,'ticket','email','tiny/2','none',1,-4989);
INSERT INTO "judged_cell" VALUES('w','test-1','','',739680,'ticket','email','tiny/2','purchase',1,8467);
INSERT INTO "judged_cell" VALUES('w','test-1','','',739680,'ticket','email','tiny/2','use',1,-8262);
INSERT INTO "judged_cell" VALUES('w','test-1','','',739685,'ticket','email','tiny/1','none',1,-4989);
INSERT INTO "judged_cell" VALUES('w','test-1','','',739685,'ticket','email','tiny/1','use',3,-3716);
INSERT INTO "judged_cell" VALUES('w','test-1','','',739686,'ticket','email','tiny/1','support',2,1731);
INSERT INTO "judged_cell" VALUES('w','test-1','plan','free',739677,'ticket','email','person','advocacy',1,2500);
INSERT INTO "judged_cell" VALUES('w','test-1','plan','free',739678,'ticket','email','tiny/1','none',1,-4989);
INSERT INTO "judged_cell" VALUES('w','test-1','plan','free',739678,'ticket','email','tiny/1','use',1,-8262);
INSERT INTO "judged_cell" VALUES('w','test-1','plan','free',739679,'ticket','email','tiny/1','use',1,-1825);
INSERT INTO "judged_cell" VALUES('w','test-1','plan','free',739679,'ticket','email','tiny/2','support',1,-3979);
INSERT INTO "judged_cell" VALUES('w','test-1','plan','free',739680,'ticket','email','tiny/2','none',1,-4989);
INSERT INTO "judged_cell" VALUES('w','test-1','plan','free',739680,'ticket','email','tiny/2','use',1,-8262);
INSERT INTO "judged_cell" VALUES('w','test-1','plan','free',739685,'ticket','email','tiny/1','none',1,-4989);
INSERT INTO "judged_cell" VALUES('w','test-1','plan','free',739685,'ticket','email','tiny/1','use',2,-10087);
INSERT INTO "judged_cell" VALUES('w','test-1','plan','free',739686,'ticket','email','tiny/1','support',1,-3979);
INSERT INTO "judged_cell" VALUES('w','test-1','plan','pro',739677,'ticket','email','tiny/1','use',1,-8657);
INSERT INTO "judged_cell" VALUES('w','test-1','plan','pro',739678,'ticket','email','tiny/1','use',1,6371);
INSERT INTO "judged_cell" VALUES('w','test-1','plan','pro',739679,'ticket','email','tiny/1','support',1,5710);
INSERT INTO "judged_cell" VALUES('w','test-1','plan','pro',739680,'ticket','email','tiny/2','purchase',1,8467);
INSERT INTO "judged_cell" VALUES('w','test-1','plan','pro',739685,'ticket','email','tiny/1','use',1,6371);
INSERT INTO "judged_cell" VALUES('w','test-1','plan','pro',739686,'ticket','email','tiny/1','support',1,5710);
INSERT INTO "judged_cell" VALUES('w','test-1','region','north',739677,'ticket','email','person','advocacy',1,2500);
INSERT INTO "judged_cell" VALUES('w','test-1','region','north',739678,'ticket','email','tiny/1','none',1,-4989);
INSERT INTO "judged_cell" VALUES('w','test-1','region','north',739678,'ticket','email','tiny/1','use',2,-1891);
INSERT INTO "judged_cell" VALUES('w','test-1','region','north',739679,'ticket','email','tiny/1','support',1,5710);
INSERT INTO "judged_cell" VALUES('w','test-1','region','north',739679,'ticket','email','tiny/1','use',1,-1825);
INSERT INTO "judged_cell" VALUES('w','test-1','region','north',739679,'ticket','email','tiny/2','support',1,-3979);
INSERT INTO "judged_cell" VALUES('w','test-1','region','north',739680,'ticket','email','tiny/2','none',1,-4989);
INSERT INTO "judged_cell" VALUES('w','test-1','region','north',739680,'ticket','email','tiny/2','purchase',1,8467);
INSERT INTO "judged_cell" VALUES('w','test-1','region','north',739680,'ticket','email','tiny/2','use',1,-8262);
INSERT INTO "judged_cell" VALUES('w','test-1','region','north',739685,'ticket','email','tiny/1','none',1,-4989);
INSERT INTO "judged_cell" VALUES('w','test-1','region','north',739685,'ticket','email','tiny/1','use',3,-3716);
INSERT INTO "judged_cell" VALUES('w','test-1','region','north',739686,'ticket','email','tiny/1','support',2,1731);
INSERT INTO "judged_cell" VALUES('x','test-1','','',739677,'ticket','email','tiny/1','support',1,-3979);
INSERT INTO "judged_cell" VALUES('x','test-1','','',739678,'ticket','email','tiny/1','purchase',1,8467);
INSERT INTO "judged_cell" VALUES('x','test-1','','',739679,'ticket','email','tiny/1','none',1,-4989);
INSERT INTO "judged_cell" VALUES('x','test-1','','',739679,'ticket','email','tiny/1','use',1,-8262);
CREATE TABLE metric_cell (
	workspace VARCHAR NOT NULL, 
	policy VARCHAR NOT NULL, 
	segment VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	day INTEGER NOT NULL, 
	source VARCHAR NOT NULL, 
	channel VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	touchpoint VARCHAR NOT NULL, 
	items INTEGER NOT NULL, 
	nps_answers INTEGER NOT NULL, 
	promoters INTEGER NOT NULL, 
	detractors INTEGER NOT NULL, 
	csat_answers INTEGER NOT NULL, 
	csat_sum BIGINT NOT NULL, 
	rating_answers INTEGER NOT NULL, 
	rating_sum BIGINT NOT NULL, 
	PRIMARY KEY (workspace, policy, segment, value, day, source, channel, stage, touchpoint)
)
 WITHOUT ROWID

;
INSERT INTO "metric_cell" VALUES('w','test-1','','',739677,'social','email','','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739677,'social','email','purchase','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739677,'social','email','purchase','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739677,'ticket','email','','',5,1,1,0,1,250,1,100);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739677,'ticket','email','advocacy','',1,0,0,0,0,0,1,100);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739677,'ticket','email','advocacy','app',1,0,0,0,0,0,1,100);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739677,'ticket','email','use','',1,0,0,0,1,250,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739677,'ticket','email','use','app',1,0,0,0,1,250,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739678,'ticket','email','','',2,0,0,0,0,0,1,400);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739678,'ticket','email','none','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739678,'ticket','email','none','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739678,'ticket','email','use','',2,0,0,0,0,0,1,400);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739678,'ticket','email','use','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739678,'ticket','email','use','payment',1,0,0,0,0,0,1,400);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739679,'ticket','email','','',3,0,0,0,0,0,2,600);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739679,'ticket','email','support','',2,0,0,0,0,0,1,100);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739679,'ticket','email','support','payment',2,0,0,0,0,0,1,100);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739679,'ticket','email','use','',1,0,0,0,0,0,1,500);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739679,'ticket','email','use','app',1,0,0,0,0,0,1,500);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739680,'ticket','email','','',2,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739680,'ticket','email','none','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739680,'ticket','email','none','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739680,'ticket','email','purchase','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739680,'ticket','email','purchase','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739680,'ticket','email','use','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739680,'ticket','email','use','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739685,'ticket','email','','',3,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739685,'ticket','email','none','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739685,'ticket','email','none','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739685,'ticket','email','use','',3,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739685,'ticket','email','use','app',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739685,'ticket','email','use','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739685,'ticket','email','use','payment',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739686,'ticket','email','','',2,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739686,'ticket','email','support','',2,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','','',739686,'ticket','email','support','payment',2,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739677,'ticket','email','','',1,0,0,0,0,0,1,100);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739677,'ticket','email','advocacy','',1,0,0,0,0,0,1,100);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739677,'ticket','email','advocacy','app',1,0,0,0,0,0,1,100);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739678,'ticket','email','','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739678,'ticket','email','none','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739678,'ticket','email','none','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739678,'ticket','email','use','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739678,'ticket','email','use','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739679,'ticket','email','','',2,0,0,0,0,0,1,500);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739679,'ticket','email','support','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739679,'ticket','email','support','payment',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739679,'ticket','email','use','',1,0,0,0,0,0,1,500);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739679,'ticket','email','use','app',1,0,0,0,0,0,1,500);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739680,'ticket','email','','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739680,'ticket','email','none','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739680,'ticket','email','none','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739680,'ticket','email','use','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739680,'ticket','email','use','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739685,'ticket','email','','',2,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739685,'ticket','email','none','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739685,'ticket','email','none','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739685,'ticket','email','use','',2,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739685,'ticket','email','use','app',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739685,'ticket','email','use','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739686,'ticket','email','','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739686,'ticket','email','support','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','free',739686,'ticket','email','support','payment',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','pro',739677,'ticket','email','','',1,0,0,0,1,250,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','pro',739677,'ticket','email','use','',1,0,0,0,1,250,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','pro',739677,'ticket','email','use','app',1,0,0,0,1,250,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','pro',739678,'ticket','email','','',1,0,0,0,0,0,1,400);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','pro',739678,'ticket','email','use','',1,0,0,0,0,0,1,400);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','pro',739678,'ticket','email','use','payment',1,0,0,0,0,0,1,400);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','pro',739679,'ticket','email','','',1,0,0,0,0,0,1,100);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','pro',739679,'ticket','email','support','',1,0,0,0,0,0,1,100);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','pro',739679,'ticket','email','support','payment',1,0,0,0,0,0,1,100);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','pro',739680,'ticket','email','','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','pro',739680,'ticket','email','purchase','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','pro',739680,'ticket','email','purchase','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','pro',739685,'ticket','email','','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','pro',739685,'ticket','email','use','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','pro',739685,'ticket','email','use','payment',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','pro',739686,'ticket','email','','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','pro',739686,'ticket','email','support','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','plan','pro',739686,'ticket','email','support','payment',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739677,'ticket','email','','',1,0,0,0,0,0,1,100);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739677,'ticket','email','advocacy','',1,0,0,0,0,0,1,100);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739677,'ticket','email','advocacy','app',1,0,0,0,0,0,1,100);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739678,'ticket','email','','',2,0,0,0,0,0,1,400);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739678,'ticket','email','none','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739678,'ticket','email','none','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739678,'ticket','email','use','',2,0,0,0,0,0,1,400);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739678,'ticket','email','use','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739678,'ticket','email','use','payment',1,0,0,0,0,0,1,400);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739679,'ticket','email','','',3,0,0,0,0,0,2,600);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739679,'ticket','email','support','',2,0,0,0,0,0,1,100);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739679,'ticket','email','support','payment',2,0,0,0,0,0,1,100);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739679,'ticket','email','use','',1,0,0,0,0,0,1,500);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739679,'ticket','email','use','app',1,0,0,0,0,0,1,500);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739680,'ticket','email','','',2,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739680,'ticket','email','none','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739680,'ticket','email','none','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739680,'ticket','email','purchase','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739680,'ticket','email','purchase','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739680,'ticket','email','use','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739680,'ticket','email','use','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739685,'ticket','email','','',3,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739685,'ticket','email','none','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739685,'ticket','email','none','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739685,'ticket','email','use','',3,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739685,'ticket','email','use','app',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739685,'ticket','email','use','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739685,'ticket','email','use','payment',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739686,'ticket','email','','',2,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739686,'ticket','email','support','',2,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('w','test-1','region','north',739686,'ticket','email','support','payment',2,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('x','test-1','','',739677,'ticket','email','','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('x','test-1','','',739677,'ticket','email','support','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('x','test-1','','',739677,'ticket','email','support','payment',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('x','test-1','','',739678,'ticket','email','','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('x','test-1','','',739678,'ticket','email','purchase','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('x','test-1','','',739678,'ticket','email','purchase','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('x','test-1','','',739679,'ticket','email','','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('x','test-1','','',739679,'ticket','email','none','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('x','test-1','','',739679,'ticket','email','none','none',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('x','test-1','','',739679,'ticket','email','use','',1,0,0,0,0,0,0,0);
INSERT INTO "metric_cell" VALUES('x','test-1','','',739679,'ticket','email','use','none',1,0,0,0,0,0,0,0);
CREATE TABLE note (
	workspace VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY (workspace, name), 
	FOREIGN KEY(workspace) REFERENCES workspace (id)
);
INSERT INTO "note" VALUES('w','fact','value');
CREATE TABLE rejected_row (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	workspace VARCHAR NOT NULL, 
	import_id VARCHAR NOT NULL, 
	"row" INTEGER NOT NULL, 
	reason VARCHAR NOT NULL, 
	cells VARCHAR NOT NULL
);
INSERT INTO "rejected_row" VALUES(1,'w','running',6,'no date','{"text":"?","when":"never"}');
CREATE TABLE remembered_mapping (
	workspace VARCHAR NOT NULL, 
	header VARCHAR NOT NULL, 
	mapping VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	PRIMARY KEY (workspace, header), 
	FOREIGN KEY(workspace) REFERENCES workspace (id)
);
INSERT INTO "remembered_mapping" VALUES('w','header','{"text":["text"],"date":null,"time":null,"id":null,"customer":null,"rating":null,"nps":null,"csat":null,"channel":null,"author_role":null,"url":null,"thread":null,"language":null,"first_reply_at":null,"solved_at":null,"segments":{"plan":"Plan"},"date_order":null,"presumed_order":null,"zone":null}','ticket');
CREATE TABLE schema_version (
	version INTEGER NOT NULL, 
	compaction_due BOOLEAN NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "schema_version" VALUES(2,0);
CREATE TABLE segment (
	workspace VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	PRIMARY KEY (workspace, name), 
	FOREIGN KEY(workspace) REFERENCES workspace (id)
);
INSERT INTO "segment" VALUES('w','plan');
INSERT INTO "segment" VALUES('w','region');
CREATE TABLE segment_value (
	workspace VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY (workspace, name, value), 
	FOREIGN KEY(workspace) REFERENCES workspace (id)
);
INSERT INTO "segment_value" VALUES('w','plan','free');
INSERT INTO "segment_value" VALUES('w','region','north');
INSERT INTO "segment_value" VALUES('w','plan','pro');
CREATE TABLE statement (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	workspace VARCHAR NOT NULL, 
	item_id INTEGER NOT NULL, 
	version_id INTEGER NOT NULL, 
	current BOOLEAN NOT NULL, 
	day INTEGER NOT NULL, 
	occurred_at BIGINT NOT NULL, 
	source VARCHAR NOT NULL, 
	channel VARCHAR NOT NULL, 
	customer INTEGER NOT NULL, 
	stage VARCHAR NOT NULL, 
	touchpoint VARCHAR NOT NULL, 
	sentiment INTEGER NOT NULL, 
	emotions VARCHAR NOT NULL, 
	corrected BOOLEAN NOT NULL, 
	n INTEGER NOT NULL, 
	span_start INTEGER NOT NULL, 
	span_end INTEGER NOT NULL, 
	words INTEGER NOT NULL, 
	text_hash VARCHAR NOT NULL, 
	occurrence INTEGER NOT NULL, 
	model_stage VARCHAR NOT NULL, 
	model_touchpoint VARCHAR NOT NULL, 
	model_sentiment INTEGER NOT NULL, 
	model_emotions VARCHAR NOT NULL, 
	stage_confidence FLOAT NOT NULL, 
	touchpoint_confidence FLOAT NOT NULL, 
	scores VARCHAR NOT NULL, 
	FOREIGN KEY(item_id) REFERENCES item (id), 
	FOREIGN KEY(version_id) REFERENCES item_version (id)
);
INSERT INTO "statement" VALUES(1,'w',1,1,1,739677,1772452800000000,'ticket','email',1,'advocacy','app',2500,'|joy|relief|',1,0,0,15,3,'05406119d7238746f8087db277234e98',0,'support','payment',-3979,'|anger|',0.7,0.6,'[{"use":0.1,"support":0.7,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.6,"none":0.2},-0.3979,{"anger":0.98,"joy":0.35}]');
INSERT INTO "statement" VALUES(2,'w',2,2,0,739677,1772485200000000,'ticket','email',2,'purchase','none',8467,'|joy|anger|',0,0,0,10,3,'f4839cfc315418b0693088c6550653c5',0,'purchase','none',8467,'|joy|anger|',0.7,0.6,'[{"use":0.1,"support":0.1,"purchase":0.7,"none":0.1},{"app":0.2,"payment":0.2,"none":0.6},0.8467,{"anger":0.69,"joy":0.89}]');
INSERT INTO "statement" VALUES(3,'w',3,3,0,739678,1772517600000000,'ticket','email',3,'use','none',-8262,'|anger|joy|',0,0,0,18,4,'9975bbe6221ab90c6c4d033af308715c',0,'use','none',-8262,'|anger|joy|',0.7,0.6,'[{"use":0.7,"support":0.1,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.2,"none":0.6},-0.8262,{"anger":0.9,"joy":0.84}]');
INSERT INTO "statement" VALUES(4,'w',3,3,0,739678,1772517600000000,'ticket','email',3,'none','none',-4989,'|anger|',0,1,19,34,2,'b481056e0ee49a792f9664e3e24903f4',0,'none','none',-4989,'|anger|',0.7,0.6,'[{"use":0.1,"support":0.1,"purchase":0.1,"none":0.7},{"app":0.2,"payment":0.2,"none":0.6},-0.4989,{"anger":0.73,"joy":0.37}]');
INSERT INTO "statement" VALUES(5,'w',4,4,1,739678,1772550000000000,'ticket','email',1,'use','payment',6371,'|joy|',0,0,0,18,3,'fe523b0c3e9ff422cdbac4409bbbae16',0,'use','payment',6371,'|joy|',0.7,0.6,'[{"use":0.7,"support":0.1,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.6,"none":0.2},0.6371,{"anger":0.01,"joy":0.91}]');
INSERT INTO "statement" VALUES(6,'w',5,5,1,739679,1772582400000000,'ticket','email',2,'use','app',-1825,'|joy|anger|',0,0,0,17,3,'34472e3bbc2998699ba6f65a2cc34a4c',0,'use','app',-1825,'|joy|anger|',0.7,0.6,'[{"use":0.7,"support":0.1,"purchase":0.1,"none":0.1},{"app":0.6,"payment":0.2,"none":0.2},-0.1825,{"anger":0.69,"joy":0.8}]');
INSERT INTO "statement" VALUES(7,'w',6,6,1,739679,1772614800000000,'ticket','email',3,'support','payment',5710,'|anger|',0,0,0,16,3,'b360ae5012f0cc1f6ff8b46414b85557',0,'support','payment',5710,'|anger|',0.7,0.6,'[{"use":0.1,"support":0.7,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.6,"none":0.2},0.571,{"anger":0.64,"joy":0.22}]');
INSERT INTO "statement" VALUES(8,'w',2,10,1,739677,1772452800000000,'ticket','email',2,'use','app',-8657,'|anger|',0,0,0,14,4,'4ace4aa0a2d98e8f9b0295a9ec2e6dcb',0,'use','app',-8657,'|anger|',0.7,0.6,'[{"use":0.7,"support":0.1,"purchase":0.1,"none":0.1},{"app":0.6,"payment":0.2,"none":0.2},-0.8657,{"anger":0.85,"joy":0.26}]');
INSERT INTO "statement" VALUES(9,'w',3,11,1,739678,1772517600000000,'ticket','email',3,'use','none',-8262,'|anger|joy|',0,0,0,18,4,'9975bbe6221ab90c6c4d033af308715c',0,'use','none',-8262,'|anger|joy|',0.7,0.6,'[{"use":0.7,"support":0.1,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.2,"none":0.6},-0.8262,{"anger":0.9,"joy":0.84}]');
INSERT INTO "statement" VALUES(10,'w',3,11,1,739678,1772517600000000,'ticket','email',3,'none','none',-4989,'|anger|',0,1,19,34,2,'b481056e0ee49a792f9664e3e24903f4',0,'none','none',-4989,'|anger|',0.7,0.6,'[{"use":0.1,"support":0.1,"purchase":0.1,"none":0.7},{"app":0.2,"payment":0.2,"none":0.6},-0.4989,{"anger":0.73,"joy":0.37}]');
INSERT INTO "statement" VALUES(11,'w',10,12,1,739679,1772647200000000,'ticket','email',1,'support','payment',-3979,'|anger|',0,0,0,15,3,'05406119d7238746f8087db277234e98',0,'support','payment',-3979,'|anger|',0.7,0.6,'[{"use":0.1,"support":0.7,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.6,"none":0.2},-0.3979,{"anger":0.98,"joy":0.35}]');
INSERT INTO "statement" VALUES(12,'w',11,13,1,739680,1772679600000000,'ticket','email',2,'purchase','none',8467,'|joy|anger|',0,0,0,10,3,'f4839cfc315418b0693088c6550653c5',0,'purchase','none',8467,'|joy|anger|',0.7,0.6,'[{"use":0.1,"support":0.1,"purchase":0.7,"none":0.1},{"app":0.2,"payment":0.2,"none":0.6},0.8467,{"anger":0.69,"joy":0.89}]');
INSERT INTO "statement" VALUES(13,'w',12,14,1,739680,1772712000000000,'ticket','email',3,'use','none',-8262,'|anger|joy|',0,0,0,18,4,'9975bbe6221ab90c6c4d033af308715c',0,'use','none',-8262,'|anger|joy|',0.7,0.6,'[{"use":0.7,"support":0.1,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.2,"none":0.6},-0.8262,{"anger":0.9,"joy":0.84}]');
INSERT INTO "statement" VALUES(14,'w',12,14,1,739680,1772712000000000,'ticket','email',3,'none','none',-4989,'|anger|',0,1,19,34,2,'b481056e0ee49a792f9664e3e24903f4',0,'none','none',-4989,'|anger|',0.7,0.6,'[{"use":0.1,"support":0.1,"purchase":0.1,"none":0.7},{"app":0.2,"payment":0.2,"none":0.6},-0.4989,{"anger":0.73,"joy":0.37}]');
INSERT INTO "statement" VALUES(18,'w',15,18,1,739685,1773100800000000,'ticket','email',3,'use','none',-8262,'|anger|joy|',0,0,0,18,4,'9975bbe6221ab90c6c4d033af308715c',0,'use','none',-8262,'|anger|joy|',0.7,0.6,'[{"use":0.7,"support":0.1,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.2,"none":0.6},-0.8262,{"anger":0.9,"joy":0.84}]');
INSERT INTO "statement" VALUES(19,'w',15,18,1,739685,1773100800000000,'ticket','email',3,'none','none',-4989,'|anger|',0,1,19,34,2,'b481056e0ee49a792f9664e3e24903f4',0,'none','none',-4989,'|anger|',0.7,0.6,'[{"use":0.1,"support":0.1,"purchase":0.1,"none":0.7},{"app":0.2,"payment":0.2,"none":0.6},-0.4989,{"anger":0.73,"joy":0.37}]');
INSERT INTO "statement" VALUES(20,'w',16,19,1,739685,1773133200000000,'ticket','email',1,'use','payment',6371,'|joy|',0,0,0,18,3,'fe523b0c3e9ff422cdbac4409bbbae16',0,'use','payment',6371,'|joy|',0.7,0.6,'[{"use":0.7,"support":0.1,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.6,"none":0.2},0.6371,{"anger":0.01,"joy":0.91}]');
INSERT INTO "statement" VALUES(21,'w',17,20,1,739685,1773165600000000,'ticket','email',2,'use','app',-1825,'|joy|anger|',0,0,0,17,3,'34472e3bbc2998699ba6f65a2cc34a4c',0,'use','app',-1825,'|joy|anger|',0.7,0.6,'[{"use":0.7,"support":0.1,"purchase":0.1,"none":0.1},{"app":0.6,"payment":0.2,"none":0.2},-0.1825,{"anger":0.69,"joy":0.8}]');
INSERT INTO "statement" VALUES(22,'w',18,21,1,739686,1773198000000000,'ticket','email',3,'support','payment',5710,'|anger|',0,0,0,16,3,'b360ae5012f0cc1f6ff8b46414b85557',0,'support','payment',5710,'|anger|',0.7,0.6,'[{"use":0.1,"support":0.7,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.6,"none":0.2},0.571,{"anger":0.64,"joy":0.22}]');
INSERT INTO "statement" VALUES(23,'w',19,22,1,739686,1773230400000000,'ticket','email',1,'support','payment',-3979,'|anger|',0,0,0,15,3,'05406119d7238746f8087db277234e98',0,'support','payment',-3979,'|anger|',0.7,0.6,'[{"use":0.1,"support":0.7,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.6,"none":0.2},-0.3979,{"anger":0.98,"joy":0.35}]');
INSERT INTO "statement" VALUES(24,'x',20,23,1,739677,1772452800000000,'ticket','email',5,'support','payment',-3979,'|anger|',0,0,0,15,3,'05406119d7238746f8087db277234e98',0,'support','payment',-3979,'|anger|',0.7,0.6,'[{"use":0.1,"support":0.7,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.6,"none":0.2},-0.3979,{"anger":0.98,"joy":0.35}]');
INSERT INTO "statement" VALUES(25,'x',21,24,1,739678,1772539200000000,'ticket','email',5,'purchase','none',8467,'|joy|anger|',0,0,0,10,3,'f4839cfc315418b0693088c6550653c5',0,'purchase','none',8467,'|joy|anger|',0.7,0.6,'[{"use":0.1,"support":0.1,"purchase":0.7,"none":0.1},{"app":0.2,"payment":0.2,"none":0.6},0.8467,{"anger":0.69,"joy":0.89}]');
INSERT INTO "statement" VALUES(26,'x',22,25,1,739679,1772625600000000,'ticket','email',5,'use','none',-8262,'|anger|joy|',0,0,0,18,4,'9975bbe6221ab90c6c4d033af308715c',0,'use','none',-8262,'|anger|joy|',0.7,0.6,'[{"use":0.7,"support":0.1,"purchase":0.1,"none":0.1},{"app":0.2,"payment":0.2,"none":0.6},-0.8262,{"anger":0.9,"joy":0.84}]');
INSERT INTO "statement" VALUES(27,'x',22,25,1,739679,1772625600000000,'ticket','email',5,'none','none',-4989,'|anger|',0,1,19,34,2,'b481056e0ee49a792f9664e3e24903f4',0,'none','none',-4989,'|anger|',0.7,0.6,'[{"use":0.1,"support":0.1,"purchase":0.1,"none":0.7},{"app":0.2,"payment":0.2,"none":0.6},-0.4989,{"anger":0.73,"joy":0.37}]');
INSERT INTO "statement" VALUES(28,'w',23,26,1,739677,1772452800000000,'social','email',-23,'purchase','none',8467,'|joy|anger|',0,0,0,10,3,'f4839cfc315418b0693088c6550653c5',0,'purchase','none',8467,'|joy|anger|',0.7,0.6,'[{"use":0.1,"support":0.1,"purchase":0.7,"none":0.1},{"app":0.2,"payment":0.2,"none":0.6},0.8467,{"anger":0.69,"joy":0.89}]');
CREATE TABLE ticket (
	digest VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	workspace VARCHAR NOT NULL, 
	scope VARCHAR NOT NULL, 
	key_id VARCHAR NOT NULL, 
	expires_at BIGINT NOT NULL, 
	PRIMARY KEY (digest), 
	FOREIGN KEY(workspace) REFERENCES workspace (id)
);
INSERT INTO "ticket" VALUES('1111111111111111111111111111111111111111111111111111111111111111','session','w','read','key-1',1772539200000000);
CREATE TABLE tombstone (
	workspace VARCHAR NOT NULL, 
	pseudonym VARCHAR NOT NULL, 
	at BIGINT NOT NULL, 
	PRIMARY KEY (workspace, pseudonym), 
	FOREIGN KEY(workspace) REFERENCES workspace (id)
);
INSERT INTO "tombstone" VALUES('w','ann',1772452800000000);
CREATE TABLE workspace (
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	time_zone VARCHAR NOT NULL, 
	revision BIGINT NOT NULL, 
	policy VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "workspace" VALUES('w','Team','UTC',13,'test-1');
INSERT INTO "workspace" VALUES('x','Ünother team','Asia/Tokyo',1,'test-1');
CREATE INDEX import_row_version ON import_row (version_id);
CREATE INDEX import_row_order ON import_row (workspace, import_id, file, "row", item_id);
CREATE INDEX rejected_row_order ON rejected_row (workspace, import_id, "row", id);
CREATE INDEX import_newest ON import (workspace, created_at, id);
CREATE INDEX import_state ON import (state);
CREATE INDEX event_newest ON event (workspace, id);
CREATE INDEX item_version_item ON item_version (item_id);
CREATE INDEX item_version_customer ON item_version (customer_id);
CREATE INDEX item_version_day ON item_version (workspace, current, day, source, channel);
CREATE INDEX item_version_import ON item_version (workspace, import_id);
CREATE INDEX correction_customer ON correction (customer_id);
CREATE INDEX item_segment_value ON item_segment (workspace, name, value);
CREATE INDEX statement_item ON statement (item_id);
CREATE INDEX statement_newest ON statement (workspace, current, day, occurred_at, id);
CREATE INDEX statement_stage ON statement (workspace, current, stage, day, occurred_at, id);
CREATE INDEX statement_version ON statement (version_id, n);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('item',24);
INSERT INTO "sqlite_sequence" VALUES('customer',5);
INSERT INTO "sqlite_sequence" VALUES('item_version',27);
INSERT INTO "sqlite_sequence" VALUES('statement',29);
INSERT INTO "sqlite_sequence" VALUES('rejected_row',1);
INSERT INTO "sqlite_sequence" VALUES('event',1);
COMMIT;
