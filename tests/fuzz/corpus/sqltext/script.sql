-- first; not an end
SELECT 'a;b', "c;d", `e`, [f;g], x'00ff', 1.5e-3, 0xFF, ?1, :name, @a, $b;
/* ; */ ;;
BEGIN; COMMIT;
