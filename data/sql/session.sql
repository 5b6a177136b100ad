-- name: act_as
-- Tell the database, for this transaction only, who asks and for what.
SELECT set_config('app.account', :account, true), set_config('app.role', :role, true),
       set_config('app.unit', :unit, true), set_config('app.purpose', :purpose, true);
