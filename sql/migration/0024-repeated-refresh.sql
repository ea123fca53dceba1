-- What the newest refresh token replaced, and under which key: whoever lost the answer asks again with both. Hashes.
alter table core.session add column replaced_hash text;
alter table core.session add column renewal_hash text;
grant update (replaced_hash, renewal_hash) on core.session to heard_app;
