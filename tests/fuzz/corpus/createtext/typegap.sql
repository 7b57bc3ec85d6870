CREATE TABLE x (a "quot		KEY	e", b [int  8], c INT	8)
