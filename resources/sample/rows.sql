-- The shop's rows, the same on every machine: a number n and a salt go through one multiplication to a
-- number that looks random, (n * 7919 + salt) * 2654435761 % 4294967291, and pick words from lists.
INSERT INTO artist (id, name, country, founded)
WITH RECURSIVE
  number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < 71),
  first(i, word) AS (VALUES (0, 'The Velvet'), (1, 'Norra'), (2, 'Los'), (3, 'The Quiet'), (4, 'Große'), (5, 'Electric'),
    (6, 'The Paper'), (7, 'Petits'), (8, 'Midnight')),
  second(i, word) AS (VALUES (0, 'Otters'), (1, 'Lanternes'), (2, 'Ålesund'), (3, 'Cañones'), (4, 'Tramway'), (5, 'Żurawie'),
    (6, 'Kestrels'), (7, '東京'), (8, 'Weather'))
SELECT n + 1, first.word || ' ' || second.word,
  CASE WHEN n % 11 = 5 THEN NULL ELSE substr('GBSEESUSDEFRIEJPPLNO', 1 + 2 * ((n * 7919 + 3) * 2654435761 % 4294967291 % 10), 2) END,
  CASE WHEN n % 7 = 3 THEN NULL ELSE 1961 + (n * 7919 + 5) * 2654435761 % 4294967291 % 60 END
FROM number
JOIN first ON first.i = n % 9
JOIN second ON second.i = (n / 9 + n) % 9;

INSERT INTO label (id, name, country) VALUES
  (1, 'Harbour Lights', 'GB'), (2, 'Blåklint', 'SE'), (3, 'Discos del Río', 'ES'), (4, 'Kraftraum', 'DE'), (5, 'Petite Fleur', 'FR'),
  (6, 'Third Floor Recordings', 'US'), (7, '赤い月', 'JP'), (8, 'Łódź Nagrania', 'PL'), (9, 'Fjordtoner', 'NO'), (10, 'O''Malley & Sons', 'IE'),
  (11, 'Unsigned Union', NULL), (12, 'Tape "Club" 84', 'GB');

INSERT INTO album (id, artist_id, label_id, title, format, released, price_cents, stock)
WITH RECURSIVE
  number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < 179),
  hashed(n, a, b, c) AS (SELECT n, (n * 7919 + 11) * 2654435761 % 4294967291, (n * 7919 + 13) * 2654435761 % 4294967291,
    (n * 7919 + 17) * 2654435761 % 4294967291 FROM number),
  first(i, word) AS (VALUES (0, 'Letters from'), (1, 'Under'), (2, 'The Last'), (3, 'Songs for'), (4, 'Zwischen'), (5, 'Return to'),
    (6, 'Nothing but'), (7, 'Après'), (8, 'A Year of'), (9, 'Live at'), (10, 'Half a'), (11, 'Before the'), (12, 'Über den')),
  second(i, word) AS (VALUES (0, 'Harbour'), (1, 'Winter'), (2, 'Telephone'), (3, 'la Lluvia'), (4, 'Gleise'), (5, 'Cinema'),
    (6, 'Satellites'), (7, 'le Déluge'), (8, 'Summer'), (9, 'Railway'), (10, 'Moon'), (11, 'Flood'), (12, 'Rooftops'), (13, 'Gänseblümchen'))
SELECT n + 1, 1 + a % 72, CASE WHEN b % 8 = 0 THEN NULL ELSE 1 + c % 12 END,
  first.word || ' ' || second.word || CASE WHEN n >= 140 THEN ', Vol. ' || (2 + n % 3) ELSE '' END,
  CASE c % 10 WHEN 7 THEN 'cd' WHEN 8 THEN 'tape' WHEN 9 THEN 'single' ELSE 'lp' END,
  CASE WHEN a % 13 = 0 THEN NULL ELSE date('1965-01-01', '+' || (b % 21900) || ' days') END,
  690 + 50 * (a % 60), 70 + b % 40
FROM hashed
JOIN first ON first.i = a % 13
JOIN second ON second.i = b % 14;

INSERT INTO track (album_id, side, position, title, seconds)
WITH RECURSIVE
  position(p) AS (SELECT 1 UNION ALL SELECT p + 1 FROM position WHERE p < 12),
  hashed(album_id, format, p, a, b) AS (SELECT album.id, format, p, (album.id * 31 + p * 7919 + 19) * 2654435761 % 4294967291,
    (album.id * 37 + p * 7919 + 23) * 2654435761 % 4294967291 FROM album, position
    WHERE p <= CASE format WHEN 'single' THEN 2 ELSE 8 + album.id % 5 END),
  first(i, word) AS (VALUES (0, 'Slow'), (1, 'Blue'), (2, 'Corazón'), (3, 'Kein'), (4, 'Every'), (5, 'Little'), (6, 'Sans'), (7, 'Hello,'),
    (8, 'No More'), (9, 'Paper'), (10, 'Natt')),
  second(i, word) AS (VALUES (0, 'Morning'), (1, 'Machine'), (2, 'Adiós'), (3, 'Schnee'), (4, 'Street'), (5, 'Sœur'), (6, 'Rain'), (7, 'Sailor'),
    (8, 'Window'), (9, 'Fire'), (10, 'Avenue'), (11, '雨'), (12, 'Goodbye'))
SELECT album_id, CASE WHEN format = 'cd' THEN NULL WHEN p <= 6 AND format <> 'single' OR p = 1 THEN 'A' ELSE 'B' END, p,
  first.word || ' ' || second.word, CASE WHEN a % 29 = 0 THEN NULL ELSE 95 + a % 320 END
FROM hashed
JOIN first ON first.i = a % 11
JOIN second ON second.i = b % 13;

INSERT INTO customer (id, name, email, city, born, newsletter)
WITH RECURSIVE
  number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < 479),
  hashed(n, a, b, c) AS (SELECT n, (n * 7919 + 29) * 2654435761 % 4294967291, (n * 7919 + 31) * 2654435761 % 4294967291,
    (n * 7919 + 37) * 2654435761 % 4294967291 FROM number),
  first(i, word) AS (VALUES (0, 'Ada'), (1, 'Zoë'), (2, 'Łukasz'), (3, 'Søren'), (4, 'José'), (5, '美咲'), (6, 'Ангелина'), (7, 'Maeve'),
    (8, 'Jürgen'), (9, 'Chloé'), (10, 'Noah'), (11, 'Ingrid'), (12, 'Tomás'), (13, 'Priya'), (14, 'Ewa'), (15, 'Omar'), (16, 'Élodie')),
  last(i, word) AS (VALUES (0, 'Byrne'), (1, 'Nowak'), (2, 'Lindqvist'), (3, 'O''Neill'), (4, 'García'), (5, 'Müller'), (6, '佐藤'),
    (7, 'Petrova'), (8, 'Dubois'), (9, 'Smith'), (10, 'Hansen'), (11, 'Kowalczyk'), (12, 'Iyer'), (13, 'van der Berg'), (14, 'Nielsen'),
    (15, 'Haddad'), (16, 'Ferreira'), (17, 'Jones'), (18, 'Weiß')),
  city(i, word) AS (VALUES (0, 'Galway'), (1, 'Kraków'), (2, 'Malmö'), (3, 'Köln'), (4, 'Nantes'), (5, 'Leeds'), (6, 'São Paulo'), (7, '大阪'),
    (8, 'Århus'), (9, 'Sevilla'))
SELECT n + 1, first.word || ' ' || last.word, 'customer' || (n + 1) || '@example.' || substr('orgnetcom', 1 + 3 * (c % 3), 3),
  CASE WHEN c % 9 = 0 THEN NULL ELSE city.word END,
  CASE WHEN a % 4 = 0 THEN NULL ELSE date('1942-03-01', '+' || (b % 23000) || ' days') END, b % 3 = 0
FROM hashed
JOIN first ON first.i = a % 17
JOIN last ON last.i = b % 19
JOIN city ON city.i = c % 10;

INSERT INTO purchase (id, customer_id, bought_at, paid_by, note)
WITH RECURSIVE
  number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < 1599),
  hashed(n, a, b) AS (SELECT n, (n * 7919 + 41) * 2654435761 % 4294967291, (n * 7919 + 43) * 2654435761 % 4294967291 FROM number)
SELECT n + 1, CASE WHEN a % 6 = 0 THEN NULL ELSE 1 + a % 480 END,
  datetime('2024-01-02 10:00:00', '+' || (n * 11) || ' hours', '+' || (b % 480) || ' minutes'),
  CASE b % 9 WHEN 0 THEN 'voucher' WHEN 1 THEN 'cash' WHEN 2 THEN 'cash' ELSE 'card' END,
  CASE a % 40 WHEN 1 THEN 'a present: wrap it, please' WHEN 2 THEN 'sleeve has a crease; 10 % off' WHEN 3 THEN 'bringt''s am Montag zurück?' END
FROM hashed;

INSERT INTO purchase_line (purchase_id, album_id, quantity, price_cents)
WITH RECURSIVE
  line(l) AS (SELECT 0 UNION ALL SELECT l + 1 FROM line WHERE l < 3),
  hashed(purchase_id, l, a) AS (SELECT purchase.id, l, (purchase.id * 53 + 47) * 2654435761 % 4294967291 FROM purchase, line)
SELECT purchase_id, album.id, CASE WHEN (a + l) % 17 = 0 THEN 2 ELSE 1 END, album.price_cents
FROM hashed
JOIN album ON album.id = 1 + (a + l * 41) % 180
WHERE l <= a % 4;

UPDATE customer SET points = coalesce((SELECT sum(quantity * price_cents) / 100 FROM purchase_line
  JOIN purchase ON purchase.id = purchase_line.purchase_id WHERE purchase.customer_id = customer.id), 0);

INSERT INTO review (album_id, customer_id, stars, words, written_on)
SELECT album_id, customer_id, 5 - ((album_id * 59 + customer_id * 61) % 5) * ((album_id * 59 + customer_id * 61) % 5) / 5,
  CASE (album_id + customer_id) % 6 WHEN 0 THEN 'Played it twice, then once more.' WHEN 1 THEN 'Trop court, mais quelle voix !'
    WHEN 2 THEN 'Side B is the better one 🎷' WHEN 3 THEN '音がとても温かい。' END,
  date(max(bought_at), '+' || (1 + album_id % 20) || ' days')
FROM purchase JOIN purchase_line ON purchase_line.purchase_id = purchase.id
WHERE customer_id IS NOT NULL AND (album_id * 67 + customer_id * 71) % 4 = 0
GROUP BY album_id, customer_id;
