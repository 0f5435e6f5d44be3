CREATE TABLE "account_nicknames" (
	"user_id" text NOT NULL,
	"aggregate_id" uuid NOT NULL,
	"nickname" text NOT NULL,
	CONSTRAINT "account_nicknames_user_id_aggregate_id_pk" PRIMARY KEY("user_id","aggregate_id")
);
