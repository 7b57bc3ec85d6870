CREATE TABLE x ( -- of x
  /* first */ a INT, -- behind a
  b /* in b */ TEXT -- behind b
  , CHECK (a /* ) */ > 0) -- the check
)