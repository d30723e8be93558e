def process(first_argument, second_argument, third_argument): return first_argument.missing_attribute_name(second_argument)(third_argument)
result = process(process, second_argument=[value for value in range(10) if value % 2 == 0], third_argument={"key": "value", "other": (1, 2, 3)})
