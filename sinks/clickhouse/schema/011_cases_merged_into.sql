ALTER TABLE cases
    ADD COLUMN IF NOT EXISTS merged_into String DEFAULT ''
        COMMENT 'the case that has its reports now, where state is merged (并案); empty otherwise'
        AFTER policy_version,
    COMMENT COLUMN state 'open, dispatched, resolved; merged where another case has its reports'
